package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Writes files in their order, in a thread of its own: most of the time it waits for the disk. */
final class FileQueue implements AutoCloseable {
    private static final int LONGEST = 64; // files in memory
    private static final long PATIENCE_SECONDS = 60;

    private final Storage folder;
    private final Queue<Future<?>> pending = new ArrayDeque<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(run -> {
        Thread thread = new Thread(run, "writer");
        thread.setDaemon(true);
        return thread;
    });

    FileQueue(Storage folder) {
        this.folder = folder;
    }

    /**
     * Writes a file soon.
     *
     * @throws IOException if one before it cannot be written
     */
    void write(String path, byte[] content) throws IOException {
        pending.add(writer.submit(() -> {
            folder.write(path, content);
            return path;
        }));
        if (pending.size() > LONGEST) {
            await(pending.remove());
        }
    }

    /** Waits until all are written. */
    void finish() throws IOException {
        while (!pending.isEmpty()) {
            await(pending.remove());
        }
    }

    private static void await(Future<?> written) throws IOException {
        try {
            written.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DtnException.failure("interrupted while files were written", e);
        }
    }

    /** Writes no more, also where some are left; waits for the one that is being written. */
    @Override
    public void close() {
        writer.shutdownNow();
        try {
            if (!writer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a file took more than a minute to write");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.github.dtn4j.torch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several ranks as threads of this process, which meet in a file. */
public final class Ranks {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Ranks() {}

    /** What one rank does. */
    @FunctionalInterface
    public interface Work<T> {
        T of(ProcessGroup group) throws Exception;
    }

    /** Does the work on every rank at once; returns the results in the order of the ranks. */
    public static <T> List<T> together(Path folder, int size, Work<T> work) {
        return together(folder, size, PATIENCE, work);
    }

    static <T> List<T> together(Path folder, int size, Duration patience, Work<T> work) {
        String master = ProcessGroupSpec.FILE + folder.resolve(UUID.randomUUID().toString());
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Future<T>> results = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                ProcessGroupSpec spec = new ProcessGroupSpec(size, rank, master);
                results.add(threads.submit(() -> {
                    try (ProcessGroup group = GlooProcessGroup.join(spec, patience, PATIENCE, () -> {})) {
                        return work.of(group);
                    }
                }));
            }
            List<T> values = new ArrayList<>();
            for (Future<T> result : results) {
                values.add(result.get());
            }
            return values;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}

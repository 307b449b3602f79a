package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next batch of something while the last one is used. Two batches are in memory at a time. Not thread-safe.
 *
 * @param <B> a batch
 */
public final class Ahead<B> implements AutoCloseable {
    private final int count;
    private final int batch;
    private final Maker<B> maker;
    private int from;
    private @Nullable CompletableFuture<B> next;

    /** Makes the items {@code from} (inclusive) to {@code to} (exclusive), on one thread at a time, in their order. */
    @FunctionalInterface
    public interface Maker<B> {
        B make(int from, int to);
    }

    /**
     * Begins with the first batch.
     *
     * @param from where to start
     * @param count where to end
     * @param batch items of a batch
     */
    public Ahead(int from, int count, int batch, Maker<B> maker) {
        this.from = from;
        this.count = count;
        this.batch = batch;
        this.maker = maker;
        this.next = start();
    }

    private @Nullable CompletableFuture<B> start() {
        int begin = from;
        int end = (int) Math.min(count, (long) begin + batch);
        return begin < end ? CompletableFuture.supplyAsync(() -> maker.make(begin, end)) : null;
    }

    /** True if there is another batch. */
    public boolean hasNext() {
        return next != null;
    }

    /** The next batch; the one behind it is begun. */
    public B next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        B made = join(next);
        from = (int) Math.min(count, (long) from + batch);
        next = start();
        return made;
    }

    /** Waits for a result, or throws what its computation has thrown. */
    public static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DtnException fault ? fault : e;
        }
    }

    /** Waits until nothing is made any more. */
    @Override
    public void close() {
        if (next != null) {
            next.exceptionally(fault -> null).join();
        }
    }
}

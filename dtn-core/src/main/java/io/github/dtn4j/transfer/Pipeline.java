package io.github.dtn4j.transfer;

import io.github.dtn4j.data.Ahead;
import io.github.dtn4j.torch.Native;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Work on four batches at a time: while two are drawn side by side, each by half of libtorch's threads, the next is read and the
 * last one written. Two lanes of one thread lose less to waiting than two threads that share each operator, the more so as the
 * processors also decode and encode.
 *
 * @param <R> a batch as it is read
 * @param <D> a batch as it is drawn
 * @param read reads the images of a range
 * @param draw what a batch becomes; two threads call it
 * @param write writes a batch; the next one is not written before this one is
 * @param finished is called for each batch once it is written, in order, with the number of the image behind it
 */
record Pipeline<R, D>(Ahead.Maker<R> read, Function<R, D> draw, Consumer<D> write, ObjIntConsumer<D> finished) {
    private static final int LANES = 2;

    /** Works on the images {@code start} (inclusive) to {@code count} (exclusive). Nothing is done any more once it has returned. */
    void run(int start, int count, int batch) {
        int threads = Native.threads();
        ExecutorService lanes = lanes(threads);
        Queue<CompletableFuture<D>> drawing = new ArrayDeque<>();
        CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        try (Ahead<R> ahead = new Ahead<>(start, count, batch, read)) {
            @Nullable D last = null;
            int end = start;
            while (ahead.hasNext() || !drawing.isEmpty()) {
                while (ahead.hasNext() && drawing.size() < LANES) {
                    R images = ahead.next();
                    drawing.add(CompletableFuture.supplyAsync(() -> draw.apply(images), lanes));
                }
                D drawn = Ahead.join(drawing.remove());
                finish(written, last, end);
                written = CompletableFuture.runAsync(() -> write.accept(drawn));
                last = drawn;
                end = (int) Math.min(count, (long) end + batch);
            }
            finish(written, last, end);
        } finally {
            drawing.forEach(
                    batchDrawn -> batchDrawn.exceptionally(fault -> null).join());
            written.exceptionally(fault -> null).join();
            lanes.shutdown();
            Native.setThreads(threads); // libtorch gives new threads what was set last
        }
    }

    private static ExecutorService lanes(int threads) {
        return Executors.newFixedThreadPool(Math.min(LANES, threads), work -> {
            Thread thread = new Thread(
                    () -> {
                        Native.setThreads(Math.max(1, threads / LANES)); // of this thread
                        work.run();
                    },
                    "drawing");
            thread.setDaemon(true);
            return thread;
        });
    }

    private void finish(CompletableFuture<Void> written, @Nullable D batch, int end) {
        Ahead.join(written);
        if (batch != null) {
            finished.accept(batch, end);
        }
    }
}

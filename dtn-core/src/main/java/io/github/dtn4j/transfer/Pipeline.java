package io.github.dtn4j.transfer;

import io.github.dtn4j.data.Ahead;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Work on three batches at a time: while one is drawn, the next is read and the last one written.
 *
 * @param <R> a batch as it is read
 * @param <D> a batch as it is drawn
 * @param read reads the images of a range
 * @param write writes a batch; the next one is not written before this one is
 * @param finished is called for each batch once it is written, in order, with the number of the image behind it
 */
record Pipeline<R, D>(Ahead.Maker<R> read, Function<R, D> draw, Consumer<D> write, ObjIntConsumer<D> finished) {
    /** Works on the images {@code start} (inclusive) to {@code count} (exclusive). Nothing is done any more once it has returned. */
    void run(int start, int count, int batch) {
        CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        try (Ahead<R> ahead = new Ahead<>(start, count, batch, read)) {
            @Nullable D last = null;
            int end = start;
            while (ahead.hasNext()) {
                D drawn = draw.apply(ahead.next());
                finish(written, last, end);
                written = CompletableFuture.runAsync(() -> write.accept(drawn));
                last = drawn;
                end = (int) Math.min(count, (long) end + batch);
            }
            finish(written, last, end);
        } finally {
            written.exceptionally(fault -> null).join();
        }
    }

    private void finish(CompletableFuture<Void> written, @Nullable D batch, int end) {
        Ahead.join(written);
        if (batch != null) {
            finished.accept(batch, end);
        }
    }
}

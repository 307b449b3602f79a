package io.github.dtn4j.run;

import io.github.dtn4j.Progress;
import java.util.function.BooleanSupplier;

/**
 * Progress that also asks whether the work is to stop, and then ends it.
 *
 * @param shown who is told of it
 * @param stop whether to stop
 */
public record StoppableProgress(Progress shown, BooleanSupplier stop) implements Progress {
    /**
     * Tells how far the work is.
     *
     * @throws StoppedException once {@code stop} is true
     */
    @Override
    public void update(long done, long total) {
        shown.update(done, total);
        if (stop.getAsBoolean()) {
            throw new StoppedException(
                    total < 0
                            ? "stopped at image %d".formatted(done)
                            : "stopped at image %d of %d".formatted(done, total));
        }
    }
}

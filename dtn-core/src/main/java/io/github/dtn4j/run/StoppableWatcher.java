package io.github.dtn4j.run;

import io.github.dtn4j.Progress;
import java.util.function.BooleanSupplier;

/**
 * A watcher whose {@link Progress} also asks whether the work is to stop: preparing and embedding images have no state of their
 * own, so a wish ends them at once.
 */
public record StoppableWatcher(Watcher watcher, BooleanSupplier stop) implements Watcher {
    @Override
    public void say(String line) {
        watcher.say(line);
    }

    @Override
    public void status(String stage, long done, long total, String figures) {
        watcher.status(stage, done, total, figures);
    }

    @Override
    public Progress progress(String stage) {
        Progress shown = watcher.progress(stage);
        return (done, total) -> {
            shown.update(done, total);
            if (stop.getAsBoolean()) {
                throw new StoppedException("stopped at '%s', %d of %d".formatted(stage, done, total));
            }
        };
    }
}

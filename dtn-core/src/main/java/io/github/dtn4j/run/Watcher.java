package io.github.dtn4j.run;

import io.github.dtn4j.Progress;

/** Someone who looks on while a run goes on. */
public interface Watcher {
    /** Sees nothing. */
    Watcher NONE = new Watcher() {
        @Override
        public void say(String line) {}

        @Override
        public void status(String stage, long done, long total, String figures) {}
    };

    /** A line worth keeping: a stage that begins, a figure, a warning, a file that was written. */
    void say(String line);

    /** How far a stage has come, often; {@code figures} is a short text for a progress line, or empty. */
    void status(String stage, long done, long total, String figures);

    /** The same for work that counts images and knows only {@link Progress}. */
    default Progress progress(String stage) {
        return (done, total) -> status(stage, done, total, "");
    }
}

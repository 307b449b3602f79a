package io.github.dtn4j.experiment;

import io.github.dtn4j.run.Watcher;
import java.util.HashMap;
import java.util.Map;

/** Times the stages of a run between their first and their last report, and hands on what they say. */
final class StageClock implements Watcher {
    private final Watcher watcher;
    private final Map<String, Span> spans = new HashMap<>();

    /** What was seen of a stage: steps done and the time, at the first and at the last report. */
    private record Span(long firstDone, long firstNanos, long lastDone, long lastNanos) {}

    StageClock(Watcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public void say(String line) {
        watcher.say(line);
    }

    @Override
    public void status(String stage, long done, long total, String figures) {
        long now = System.nanoTime();
        spans.merge(
                stage,
                new Span(done, now, done, now),
                (old, latest) -> new Span(old.firstDone, old.firstNanos, latest.lastDone, latest.lastNanos));
        watcher.status(stage, done, total, figures);
    }

    /** The last step of a stage that was reported; 0 where the stage did not take place. */
    long steps(String stage) {
        Span span = spans.get(stage);
        return span == null ? 0 : span.lastDone;
    }

    /** 0 where the stage did not take place, or had one step. */
    double secondsPerStep(String stage) {
        Span span = spans.get(stage);
        return span == null || span.lastDone == span.firstDone
                ? 0
                : (span.lastNanos - span.firstNanos) / 1e9 / (span.lastDone - span.firstDone);
    }
}

package io.github.dtn4j.serve.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands, in short.
 *
 * @param run name of its folder
 * @param message one sentence about the phase: what happens now, or how to go on
 * @param problem what cannot be read in its folder, or null
 * @param step the last step that was logged
 * @param steps all steps of the recipe, 0 as long as there is no recipe
 * @param imagesPerSecond as last logged, 0 before
 * @param workSeconds work up to the last line of the log
 * @param loggedAt when the log was last written, in milliseconds since 1970, 0 before
 * @param secondsLeft estimated from the last lines, null where there is nothing to estimate from
 * @param latest the last value of each metric
 * @param samples steps of the sample grids
 * @param sampleRevision changes when a sample grid comes, goes or is written again
 * @param revision changes when a file with results, provenance or the recipe does
 */
record RunState(
        String run,
        Phase phase,
        String message,
        @Nullable String problem,
        long step,
        long steps,
        double imagesPerSecond,
        double workSeconds,
        long loggedAt,
        @Nullable Double secondsLeft,
        Map<String, Double> latest,
        List<Long> samples,
        int sampleRevision,
        int revision) {

    /** The same, without metrics and samples of which there may be many, as it goes over the wire; times are as seen at {@code now}, so that clocks need not agree. */
    Map<String, @Nullable Object> json(long now) {
        double quiet = loggedAt == 0 ? 0 : Math.max(0, now - loggedAt) / 1000.0;
        boolean working = phase == Phase.TRAINING || phase == Phase.FINISHING;
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("run", run);
        json.put("phase", phase.key());
        json.put("word", phase.word());
        json.put("message", message);
        json.put("problem", problem);
        json.put("step", step);
        json.put("steps", steps);
        json.put("images_per_second", imagesPerSecond);
        json.put("elapsed_seconds", workSeconds + (working ? quiet : 0));
        json.put("seconds_left", secondsLeft == null ? null : Math.max(0, secondsLeft - quiet));
        json.put("quiet_seconds", loggedAt == 0 ? null : quiet);
        json.put("sample_revision", sampleRevision);
        json.put("revision", revision);
        return json;
    }
}

package io.github.dtn4j.serve.watch;

import io.github.dtn4j.report.Metrics;
import io.github.dtn4j.report.MetricsTail;
import io.github.dtn4j.report.SampleGrids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the folder of a run said at one moment.
 *
 * @param log names the reading of the log that {@code entries} are the first lines of; another one once lines were dropped
 * @param entries the log, line by line
 * @param metrics the same by metric
 * @param grids the sample grids in the order of their steps
 */
record Snapshot(
        RunState state, String log, List<MetricsTail.Entry> entries, Metrics metrics, List<SampleGrids.Grid> grids) {

    /** How far the log has come, as a word that changes whenever the log does. */
    String cursor() {
        return log + "." + entries.size();
    }

    /** The cursor and the state as they go over the wire. */
    Map<String, @Nullable Object> json(long now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("cursor", cursor());
        json.putAll(state.json(now));
        return json;
    }
}

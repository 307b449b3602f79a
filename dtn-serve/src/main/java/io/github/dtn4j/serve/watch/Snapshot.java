package io.github.dtn4j.serve.watch;

import io.github.dtn4j.report.Metrics;
import io.github.dtn4j.report.MetricsTail;
import io.github.dtn4j.report.SampleGrids;
import java.util.List;

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

    /** Where a listener is who knows all of this. */
    Cursor cursor() {
        return new Cursor(log, entries.size());
    }
}

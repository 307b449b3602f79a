package io.github.dtn4j.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code dtn bench parallel} measured. Images are those of both domains.
 *
 * @param imagesPerSecond of one process, the median over its steps
 * @param imagesPerSecondTogether of all workers together
 * @param ratio of the second to the first
 * @param firstDifference between the losses at the first step, by name
 * @param largestDifference between them at any step
 * @param lastDifference of their means over the last tenth of the steps, workers less process
 */
@JsonNaming(SnakeCaseStrategy.class)
record ParallelFigures(
        double imagesPerSecond,
        double imagesPerSecondTogether,
        double ratio,
        int workers,
        int steps,
        Map<String, Double> firstDifference,
        Map<String, Double> largestDifference,
        Map<String, Double> lastDifference)
        implements Figures {
    @Override
    public List<String> table() {
        List<String> rows = new ArrayList<>();
        rows.add(Figures.row("1 process", imagesPerSecond, "images/s"));
        rows.add(Figures.row(workers + " workers", imagesPerSecondTogether, "images/s"));
        rows.add(Figures.row("workers over process", ratio, "x"));
        rows.add("");
        rows.add(String.format(
                Locale.ROOT, "%-14s %14s %14s %14s", "difference", "first step", "largest", "last tenth"));
        for (String name : firstDifference.keySet()) {
            rows.add(String.format(
                    Locale.ROOT,
                    "%-14s %14.6f %14.6f %14.6f",
                    name,
                    firstDifference.get(name),
                    largestDifference.get(name),
                    lastDifference.get(name)));
        }
        return rows;
    }
}

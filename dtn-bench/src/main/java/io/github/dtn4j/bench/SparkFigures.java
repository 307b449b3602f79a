package io.github.dtn4j.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What {@code dtn bench spark} measured.
 *
 * @param imagesPerSecond of {@code dtn transfer}, the median of the rounds
 * @param imagesPerSecondSpark of {@code dtn transfer --spark}, likewise
 * @param ratio of the second to the first
 */
@JsonNaming(SnakeCaseStrategy.class)
record SparkFigures(
        int count, int rounds, String master, double imagesPerSecond, double imagesPerSecondSpark, double ratio)
        implements Figures {
    @Override
    public List<String> table() {
        return List.of(
                Figures.row("dtn transfer", imagesPerSecond, "images/s"),
                Figures.row("dtn transfer --spark " + master, imagesPerSecondSpark, "images/s"),
                Figures.row("with over without Spark", ratio, "x"));
    }
}

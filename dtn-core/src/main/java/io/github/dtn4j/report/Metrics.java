package io.github.dtn4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dtn4j.DtnException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has logged.
 *
 * @param series the points of each metric, by name, in alphabetical order
 * @param lastStep the last step that was logged, 0 for an empty log
 * @param wallSeconds seconds of work up to that step
 */
public record Metrics(Map<String, List<Point>> series, long lastStep, double wallSeconds) {
    /**
     * The value of a metric after a step.
     *
     * @param value finite
     */
    public record Point(long step, double value) {}

    /**
     * Reads {@code metrics.jsonl} of a run, also while the run is writing it: a last line without its end is left out.
     * A run that has not logged yet has empty metrics.
     *
     * @throws DtnException if a line is damaged
     */
    public static Metrics read(Path runFolder) {
        Path file = runFolder.resolve(MetricsFile.NAME);
        Map<String, List<Point>> series = new TreeMap<>();
        long lastStep = 0;
        double wallSeconds = 0;
        for (MetricsFile.Line line : Files.exists(file) ? MetricsFile.read(file) : List.<MetricsFile.Line>of()) {
            lastStep = line.step();
            wallSeconds = line.wallSeconds();
            for (Map.Entry<String, JsonNode> field : line.node().properties()) {
                boolean metric = !field.getKey().equals(MetricsFile.STEP)
                        && !field.getKey().equals(MetricsFile.WALL_SECONDS)
                        && field.getValue().isNumber();
                if (metric) {
                    series.computeIfAbsent(field.getKey(), key -> new ArrayList<>())
                            .add(new Point(lastStep, field.getValue().asDouble()));
                }
            }
        }
        return new Metrics(series, lastStep, wallSeconds);
    }

    /** At most {@code most} points of about the same curve: neighbours are averaged, the last value is kept. */
    static List<Point> thin(List<Point> points, int most) {
        if (points.size() <= most) {
            return points;
        }
        List<Point> thin = new ArrayList<>();
        for (int i = 0; i < most - 1; i++) {
            int from = (int) ((long) i * points.size() / (most - 1));
            int to = (int) ((i + 1L) * points.size() / (most - 1));
            List<Point> bucket = points.subList(from, to);
            double mean = bucket.stream().mapToDouble(Point::value).average().orElseThrow();
            thin.add(new Point(bucket.get(bucket.size() / 2).step(), mean));
        }
        thin.add(points.get(points.size() - 1));
        return thin;
    }
}

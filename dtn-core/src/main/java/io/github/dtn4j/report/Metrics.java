package io.github.dtn4j.report;

import io.github.dtn4j.DtnException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        MetricsTail tail = new MetricsTail(runFolder);
        tail.poll();
        return tail.metrics();
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

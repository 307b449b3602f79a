package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.report.ComparisonPlots;
import io.github.dtn4j.report.MetricsTail;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run logged at every step.
 *
 * @param steps a step each, with its values by name
 */
record LossCurves(List<MetricsTail.Entry> steps) {
    /** The terms that are compared. */
    static final List<String> NAMES = List.of("loss/d", "loss/gang", "loss/const", "loss/tid");

    private static final String SPEED = "speed/images_per_second";

    /** Those of a finished run. */
    static LossCurves of(Path run) {
        MetricsTail metrics = new MetricsTail(run);
        metrics.poll();
        List<MetricsTail.Entry> steps = metrics.entries().stream()
                .filter(entry -> entry.values().containsKey(SPEED))
                .toList();
        if (steps.isEmpty()) {
            throw DtnException.failure("%s has no losses".formatted(run));
        }
        return new LossCurves(steps);
    }

    /** One term over the steps. */
    ComparisonPlots.Curve curve(String name) {
        return new ComparisonPlots.Curve(
                steps.stream().mapToDouble(MetricsTail.Entry::step).toArray(), values(name));
    }

    /** These of one process beside those of several workers. */
    ParallelFigures compared(LossCurves others, int workers) {
        Map<String, Double> first = new LinkedHashMap<>();
        Map<String, Double> largest = new LinkedHashMap<>();
        Map<String, Double> last = new LinkedHashMap<>();
        for (String name : NAMES) {
            double[] a = values(name);
            double[] b = others.values(name);
            double most = 0;
            for (int i = 0; i < Math.min(a.length, b.length); i++) {
                most = Math.max(most, Math.abs(a[i] - b[i]));
            }
            first.put(name, Math.abs(a[0] - b[0]));
            largest.put(name, most);
            last.put(name, tailMean(b) - tailMean(a));
        }
        return new ParallelFigures(
                speed(), others.speed(), others.speed() / speed(), workers, steps.size(), first, largest, last);
    }

    private double speed() {
        return Median.of(values(SPEED));
    }

    private double[] values(String name) {
        return steps.stream().mapToDouble(entry -> entry.values().get(name)).toArray();
    }

    /** Of the last tenth of the steps. */
    private static double tailMean(double[] values) {
        int from = values.length - Math.max(1, values.length / 10);
        double sum = 0;
        for (int i = from; i < values.length; i++) {
            sum += values[i];
        }
        return sum / (values.length - from);
    }
}

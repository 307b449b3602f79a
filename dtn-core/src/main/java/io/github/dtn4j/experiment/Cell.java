package io.github.dtn4j.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A figure of one variant.
 *
 * @param values by seed, in the order of the seeds; those of runs that are not finished, or do not have it, are missing
 */
record Cell(Figure figure, Map<Long, Double> values) {
    /** The values of {@code figure} among the figures of runs. */
    static Cell of(Figure figure, Map<Long, ? extends JsonNode> runs) {
        Map<Long, Double> values = new LinkedHashMap<>();
        runs.forEach((seed, figures) -> figure.of(figures).ifPresent(value -> values.put(seed, value)));
        return new Cell(figure, values);
    }

    boolean empty() {
        return values.isEmpty();
    }

    /** Over the seeds; NaN where there is none. */
    double mean() {
        return values.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /** Standard deviation of a single run, estimated from all (n - 1 below the line); NaN for less than two. */
    double deviation() {
        double mean = mean();
        double squares = values.values().stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
    }

    /** Such as "94.3 ± 0.5 (94.4, 93.7, 94.8)"; a dash where there is no value. */
    String text() {
        if (empty()) {
            return "–";
        }
        double mean = mean();
        if (values.size() == 1) {
            return figure.text(mean, mean);
        }
        String each =
                values.values().stream().map(value -> figure.text(value, mean)).collect(Collectors.joining(", "));
        return "%s ± %s (%s)".formatted(figure.text(mean, mean), figure.text(deviation(), mean), each);
    }
}

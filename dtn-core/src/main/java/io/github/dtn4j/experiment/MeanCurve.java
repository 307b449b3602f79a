package io.github.dtn4j.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.report.ComparisonPlots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Validation accuracy by step, averaged over the seeds of a variant. */
final class MeanCurve {
    private MeanCurve() {}

    /** The curve of a variant's finished runs; empty where none was measured on validation images. */
    static Optional<ComparisonPlots.Curve> of(Line line) {
        Map<Double, List<Double>> byStep = new TreeMap<>();
        for (ObjectNode figures : line.runs().values()) {
            JsonNode curve = figures.path("curve");
            JsonNode values = curve.path("validation_accuracy");
            for (int i = 0; i < values.size(); i++) {
                byStep.computeIfAbsent(curve.path("steps").get(i).asDouble(), step -> new ArrayList<>())
                        .add(100 * values.get(i).asDouble());
            }
        }
        if (byStep.isEmpty()) {
            return Optional.empty();
        }
        double[] steps =
                byStep.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        double[] means = byStep.values().stream()
                .mapToDouble(values -> values.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .toArray();
        return Optional.of(new ComparisonPlots.Curve(steps, means));
    }
}

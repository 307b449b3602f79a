package io.github.dtn4j.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.report.ComparisonPlots;
import java.util.Optional;

/** Validation accuracy by step, averaged over the seeds of a variant. */
final class MeanCurve {
    private MeanCurve() {}

    /** The curve of a variant's finished runs; empty where none was measured on validation images. */
    static Optional<ComparisonPlots.Curve> of(Line line) {
        double[] steps = {};
        double[] sum = {};
        int runs = 0;
        for (ObjectNode figures : line.runs().values()) {
            JsonNode curve = figures.path("curve");
            if (!curve.isMissingNode()) {
                JsonNode values = curve.path("validation_accuracy");
                if (runs == 0) {
                    steps = new double[values.size()];
                    sum = new double[values.size()];
                }
                for (int i = 0; i < Math.min(sum.length, values.size()); i++) {
                    steps[i] = curve.path("steps").get(i).asDouble();
                    sum[i] += 100 * values.get(i).asDouble();
                }
                runs++;
            }
        }
        if (runs == 0) {
            return Optional.empty();
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= runs;
        }
        return Optional.of(new ComparisonPlots.Curve(steps, sum));
    }
}

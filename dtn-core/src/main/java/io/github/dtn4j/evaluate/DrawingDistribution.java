package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a model's drawings lie from real ones, as a kernel distance. One half of the real drawings is the reference; the
 * other half shows what real drawings themselves reach.
 *
 * @param features the network that the images are compared by; each of its outputs is measured in the spread of the reference,
 *     so that distances can be compared for the same network and the same reference only
 * @param drawings of the model
 * @param reference real drawings
 * @param model distance of the model's drawings from the reference
 * @param real distance of the held-back half from the reference
 * @param picture figures without a network; null where these features came without their images
 */
public record DrawingDistribution(
        @JsonProperty("features") String features,
        @JsonProperty("drawings") int drawings,
        @JsonProperty("reference") int reference,
        @JsonProperty("model") KernelDistance model,
        @JsonProperty("real") KernelDistance real,

        @JsonProperty("picture") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        PictureFigures picture) {

    /**
     * Compares features (N, d) of the model's drawings and of real ones, at least 2 and 4 of them.
     *
     * @param features the name of the network
     */
    public static DrawingDistribution measure(String features, float[][] drawn, float[][] real, long seed) {
        List<float[]> reference = new ArrayList<>();
        List<float[]> heldBack = new ArrayList<>();
        for (int i = 0; i < real.length; i++) {
            (i % 2 == 0 ? reference : heldBack).add(real[i]);
        }
        Spread spread = Spread.of(reference);
        float[][] standard = spread.apply(reference);
        return new DrawingDistribution(
                features,
                drawn.length,
                standard.length,
                KernelDistance.between(spread.apply(List.of(drawn)), standard, seed),
                KernelDistance.between(spread.apply(heldBack), standard, seed),
                null);
    }

    /** These figures with those of the pictures beside them. */
    public DrawingDistribution with(PictureFigures pictures) {
        return new DrawingDistribution(features, drawings, reference, model, real, pictures);
    }

    @SuppressWarnings("ArrayRecordComponent") // made here and only read
    private record Spread(double[] mean, double[] deviation) {
        private static final double LEAST = 1e-12; // of an output that never varies

        static Spread of(List<float[]> rows) {
            int dimension = rows.get(0).length;
            double[] mean = new double[dimension];
            double[] deviation = new double[dimension];
            for (int i = 0; i < dimension; i++) {
                int column = i;
                double average =
                        rows.stream().mapToDouble(row -> row[column]).average().orElseThrow();
                mean[i] = average;
                deviation[i] = Math.sqrt(Math.max(
                        LEAST,
                        rows.stream()
                                .mapToDouble(row -> (row[column] - average) * (row[column] - average))
                                .average()
                                .orElseThrow()));
            }
            return new Spread(mean, deviation);
        }

        float[][] apply(List<float[]> rows) {
            return rows.stream().map(this::apply).toArray(float[][]::new);
        }

        private float[] apply(float[] row) {
            float[] standard = new float[row.length];
            for (int i = 0; i < row.length; i++) {
                standard[i] = (float) ((row[i] - mean[i]) / deviation[i]);
            }
            return standard;
        }
    }

    /** The figures as a JSON object. */
    public String toJson() {
        return FiguresJson.of("distribution", this);
    }

    /** The figures in a few lines. */
    @Override
    public String toString() {
        String text = String.format(
                Locale.ROOT,
                "kernel distance to %,d real drawings (features: %s)%n%-24s%.4f ± %.4f (%,d drawings)%n%-24s%.4f ± %.4f",
                reference,
                features,
                "model's drawings",
                model.value(),
                model.deviation(),
                drawings,
                "held-back real drawings",
                real.value(),
                real.deviation());
        return picture == null ? text : text + System.lineSeparator() + picture;
    }
}

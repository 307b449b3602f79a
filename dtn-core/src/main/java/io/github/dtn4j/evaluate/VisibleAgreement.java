package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far a trait of the photo is that of the drawing, read without any network that training uses, over many pairs.
 *
 * @param measure {@code spearman}, Spearman's rank correlation, 0 by chance; or {@code balanced_accuracy}, 0.5 by chance
 * @param pairs in which it could be read
 * @param model with the model's drawing of each photo
 * @param shuffled with the model's drawings of other photos, at random: chance
 * @param nearestDrawing with the ready drawing whose embedding is nearest to the photo's
 */
public record VisibleAgreement(
        @JsonProperty("measure") String measure,
        @JsonProperty("pairs") int pairs,
        @JsonProperty("model") double model,
        @JsonProperty("shuffled") double shuffled,
        @JsonProperty("nearest_drawing") double nearestDrawing) {

    private static final int SHUFFLES = 100;

    /**
     * Compares the traits of photos and drawings.
     *
     * @param photos what was read in photos
     * @param drawings what was read in the model's drawing of each
     * @param nearest what was read in the ready drawing nearest to each
     * @param seed of the shuffles
     * @return figures by the trait's name
     */
    static Map<String, VisibleAgreement> measure(
            List<VisibleTraits> photos, List<VisibleTraits> drawings, List<VisibleTraits> nearest, long seed) {
        Map<String, VisibleAgreement> figures = new LinkedHashMap<>();
        for (Trait trait : Trait.values()) {
            double[] truth = photos.stream().mapToDouble(trait::of).toArray();
            double[] drawn = drawings.stream().mapToDouble(trait::of).toArray();
            double[] ready = nearest.stream().mapToDouble(trait::of).toArray();
            SplittableRandom random = new SplittableRandom(seed);
            double shuffled = IntStream.range(0, SHUFFLES)
                    .mapToDouble(i -> agreement(trait, truth, shuffled(drawn, random)))
                    .average()
                    .orElseThrow();
            figures.put(
                    trait.key(),
                    new VisibleAgreement(
                            trait.yesOrNo() ? "balanced_accuracy" : "spearman",
                            readable(truth, drawn).length,
                            agreement(trait, truth, drawn),
                            shuffled,
                            agreement(trait, truth, ready)));
        }
        return figures;
    }

    private static double agreement(Trait trait, double[] photos, double[] drawings) {
        int[] readable = readable(photos, drawings);
        return trait.agreement(
                Arrays.stream(readable).mapToDouble(i -> photos[i]).toArray(),
                Arrays.stream(readable).mapToDouble(i -> drawings[i]).toArray());
    }

    private static int[] readable(double[] photos, double[] drawings) {
        return IntStream.range(0, photos.length)
                .filter(i -> !Double.isNaN(photos[i]) && !Double.isNaN(drawings[i]))
                .toArray();
    }

    private static double[] shuffled(double[] values, SplittableRandom random) {
        double[] shuffled = values.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double value = shuffled[j];
            shuffled[j] = shuffled[i];
            shuffled[i] = value;
        }
        return shuffled;
    }
}

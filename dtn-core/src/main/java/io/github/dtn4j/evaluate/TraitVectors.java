package io.github.dtn4j.evaluate;

import java.util.List;
import java.util.stream.IntStream;

/** Faces as vectors of what is visible, each trait as a rank, so that photos and drawings can be compared. */
final class TraitVectors {
    private TraitVectors() {}

    /** One row a face, from -1 to 1 by rank; 0, the middle, where a trait could not be read. */
    static float[][] of(List<VisibleTraits> faces) {
        float[][] rows = new float[faces.size()][Trait.values().length];
        for (Trait trait : Trait.values()) {
            int[] readable = IntStream.range(0, faces.size())
                    .filter(i -> !Double.isNaN(trait.of(faces.get(i))))
                    .toArray();
            double[] ranks = RankCorrelation.ranks(IntStream.of(readable)
                    .mapToDouble(i -> trait.of(faces.get(i)))
                    .toArray());
            for (int i = 0; i < readable.length; i++) {
                rows[readable[i]][trait.ordinal()] = (float) (2 * ranks[i] / Math.max(1, readable.length - 1) - 1);
            }
        }
        return rows;
    }
}

package io.github.dtn4j.model;

import java.util.Arrays;

/**
 * What {@link TraitEncoder} reads in a face, in the order of its numbers. The constant is the weight that the trait has among
 * the others in d.
 */
enum FaceTrait {
    SKIN_LIGHTNESS(2.0),
    SKIN_RED(0.3),
    SKIN_YELLOW(0.3),
    HAIR_LIGHTNESS(2.0),
    HAIR_RED(1.0),
    HAIR_YELLOW(1.0),
    HAIR_FROM_SKIN(0.7),
    LONG_HAIR(1.5),
    FRINGE(0.5),
    BEARD(1.0),
    GLASSES(1.0),
    OPEN_MOUTH(0.3);

    private final double weight;

    FaceTrait(double weight) {
        this.weight = weight;
    }

    /**
     * How much more than the pixels the identity counts in a trait. Background passes for long hair more easily than for any
     * other trait.
     */
    static float[] identityOverPixels() {
        float[] shares = new float[values().length];
        Arrays.fill(shares, 1);
        shares[LONG_HAIR.ordinal()] = 0.65f / 0.35f;
        return shares;
    }

    /** What each trait is multiplied with, so that a mean squared difference weighs them. */
    static float[] factors() {
        FaceTrait[] all = values();
        double sum = 0;
        for (FaceTrait trait : all) {
            sum += trait.weight;
        }
        float[] factors = new float[all.length];
        for (int i = 0; i < all.length; i++) {
            factors[i] = (float) Math.sqrt(all[i].weight * all.length / sum);
        }
        return factors;
    }
}

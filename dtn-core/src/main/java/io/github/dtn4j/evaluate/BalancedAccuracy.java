package io.github.dtn4j.evaluate;

import java.util.Arrays;

/**
 * How often a yes or no of a drawing is that of its photo, where both are read as scores on scales of their own. So that
 * neither says yes more often, the same share of both, those with the highest scores, counts as yes.
 */
final class BalancedAccuracy {
    private BalancedAccuracy() {}

    /**
     * The mean of two shares: of the photos with a yes, those whose drawing has it too, and of those with a no, likewise. 0.5
     * is chance, and what drawings without any difference reach.
     *
     * @param share of the photos, and of the drawings, that count as yes; fewer where scores are equal
     */
    static double of(double[] photos, double[] drawings, double share) {
        if (photos.length == 0) {
            return 0.5;
        }
        double photoLimit = limit(photos, share);
        double drawingLimit = limit(drawings, share);
        int[] count = new int[2];
        int[] agreed = new int[2];
        for (int i = 0; i < photos.length; i++) {
            int yes = photos[i] > photoLimit ? 1 : 0;
            count[yes]++;
            agreed[yes] += (drawings[i] > drawingLimit ? 1 : 0) == yes ? 1 : 0;
        }
        return count[0] == 0 || count[1] == 0
                ? 0.5
                : (agreed[0] / (double) count[0] + agreed[1] / (double) count[1]) / 2;
    }

    /** The score that at most this share exceeds. */
    private static double limit(double[] scores, double share) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int yes = (int) Math.round(share * sorted.length);
        return sorted[Math.max(0, sorted.length - 1 - yes)];
    }
}

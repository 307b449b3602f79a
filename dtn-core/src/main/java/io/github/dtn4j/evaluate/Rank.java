package io.github.dtn4j.evaluate;

/**
 * Where the best of the wanted photos stands in a gallery sorted by likeness, 1 the best. Equally alike photos stand in
 * random order, so the rank is a random number; without ties it is certain.
 *
 * @param better other photos that are more alike than the best wanted one
 * @param tied other photos exactly as alike as the best wanted one
 * @param wanted wanted photos that are as alike as the best of them, at least 1
 */
record Rank(int better, int tied, int wanted) {
    Rank {
        if (better < 0 || tied < 0 || wanted < 1) {
            throw new IllegalArgumentException(
                    "no rank: %d better, %d tied, %d wanted".formatted(better, tied, wanted));
        }
    }

    /** The rank among photos of which nothing is known. */
    static Rank chance(int gallery, int wanted) {
        return new Rank(0, gallery - wanted, wanted);
    }

    /** The mean over all orders of the tied photos. */
    double expected() {
        return 1 + better + tied / (wanted + 1.0);
    }

    /** The probability that the rank is {@code most} or better. */
    double withinProbability(int most) {
        int places = most - better; // that tied photos, wanted or not, take among the first
        if (places <= 0) {
            return 0;
        }
        if (places > tied) {
            return 1;
        }
        double none = 1; // of the wanted photos in these places
        for (int i = 0;
                i < Math.min(places, wanted);
                i++) { // C(tied, places) / C(tied + wanted, places), the shorter way
            none *= places <= wanted
                    ? (tied - i) / (double) (tied + wanted - i)
                    : (tied + wanted - places - i) / (double) (tied + wanted - i);
        }
        return 1 - none;
    }
}

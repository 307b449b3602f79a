package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The kernel distance between two sets of images, from features of them (KID: Binkowski, Sutherland, Arbel, Gretton,
 * "Demystifying MMD GANs", ICLR 2018): the unbiased estimate of MMD² under the kernel {@code (x·y / d + 1)³}, averaged over
 * random subsets of both sets. Near 0, also below it, where the sets are samples of one distribution. Its scale is that of
 * the features, so that only distances by the same features can be compared.
 *
 * @param value mean over the subsets
 * @param deviation standard deviation over the subsets
 * @param subsetSize images of either set in a subset
 */
public record KernelDistance(
        @JsonProperty("value") double value,
        @JsonProperty("deviation") double deviation,
        @JsonProperty("subset_size") int subsetSize) {

    private static final int SUBSETS = 50;
    private static final int MOST_IN_SUBSET = 500;

    /**
     * The distance between two sets.
     *
     * @param a features (N, d), N at least 2
     * @param b features (M, d), M at least 2
     * @param seed of the subsets
     */
    public static KernelDistance between(float[][] a, float[][] b, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = Math.min(MOST_IN_SUBSET, Math.min(a.length, b.length));
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < SUBSETS; i++) {
            double distance = squaredDiscrepancy(subset(a, size, random), subset(b, size, random));
            sum += distance;
            squares += distance * distance;
        }
        double mean = sum / SUBSETS;
        return new KernelDistance(mean, Math.sqrt(Math.max(0, squares / SUBSETS - mean * mean)), size);
    }

    /** Unbiased MMD² of two sets of at least two rows each. */
    static double squaredDiscrepancy(float[][] a, float[][] b) {
        return meanOfPairs(a) + meanOfPairs(b) - 2 * meanKernel(a, b);
    }

    private static double meanOfPairs(float[][] rows) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += kernel(rows[i], rows[j]);
            }
        }
        return 2 * sum / ((double) rows.length * (rows.length - 1));
    }

    private static double meanKernel(float[][] a, float[][] b) {
        double sum = 0;
        for (float[] x : a) {
            for (float[] y : b) {
                sum += kernel(x, y);
            }
        }
        return sum / ((double) a.length * b.length);
    }

    private static double kernel(float[] x, float[] y) {
        double product = 0;
        for (int i = 0; i < x.length; i++) {
            product += (double) x[i] * y[i];
        }
        double base = product / x.length + 1;
        return base * base * base;
    }

    /** Rows drawn without replacement. */
    private static float[][] subset(float[][] rows, int size, SplittableRandom random) {
        float[][] shuffled = rows.clone();
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(rows.length - i);
            float[] row = shuffled[j];
            shuffled[j] = shuffled[i];
            shuffled[i] = row;
        }
        return Arrays.copyOf(shuffled, size);
    }
}

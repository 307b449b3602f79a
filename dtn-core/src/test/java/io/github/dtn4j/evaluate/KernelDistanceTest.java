package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelDistanceTest {
    @Test
    void agreesWithAHandComputedCase() {
        float[][] a = {{1}, {2}};
        float[][] b = {{0}, {3}};
        // pairs within a: (2 + 1)^3 = 27; within b: 1; across: (1 + 64 + 1 + 343) / 4
        assertThat(KernelDistance.squaredDiscrepancy(a, b)).isCloseTo(27 + 1 - 2 * 409 / 4.0, within(1e-9));
    }

    @Test
    void theProductIsDividedByTheNumberOfFeatures() {
        float[][] a = {{1, 1}, {2, 2}};
        float[][] b = {{0, 0}, {3, 3}};
        assertThat(KernelDistance.squaredDiscrepancy(a, b))
                .isCloseTo(
                        KernelDistance.squaredDiscrepancy(new float[][] {{1}, {2}}, new float[][] {{0}, {3}}),
                        within(1e-9));
    }

    @Test
    void samplesOfOneDistributionAreNoDistanceApart() {
        boolean below = false;
        double mean = 0;
        for (int trial = 0; trial < 40; trial++) {
            double distance = KernelDistance.squaredDiscrepancy(normal(50, 0, 2 * trial), normal(50, 0, 2 * trial + 1));
            below |= distance < 0;
            mean += distance / 40;
        }
        assertThat(below).as("an unbiased estimate of 0 is sometimes below 0").isTrue();
        assertThat(mean).as("the biased one is 0.3").isCloseTo(0, within(0.05));
    }

    @Test
    void aShiftIsADistanceThatGrows() {
        double near = KernelDistance.between(normal(100, 0, 1), normal(100, 0.5, 2), 3)
                .value();
        double far =
                KernelDistance.between(normal(100, 0, 1), normal(100, 1, 2), 3).value();
        assertThat(near).isGreaterThan(0.2);
        assertThat(far).isGreaterThan(2 * near);
    }

    @Test
    void subsetsAreNoLargerThanTheSmallerSetAndCanBeDrawnAgain() {
        KernelDistance distance = KernelDistance.between(normal(30, 0, 1), normal(700, 0, 2), 3);
        assertThat(distance.subsetSize()).isEqualTo(30);
        assertThat(distance.deviation()).isPositive();
        assertThat(KernelDistance.between(normal(30, 0, 1), normal(700, 0, 2), 3))
                .isEqualTo(distance);
        assertThat(KernelDistance.between(normal(30, 0, 1), normal(700, 0, 2), 4))
                .isNotEqualTo(distance);
    }

    private static float[][] normal(int rows, double mean, long seed) {
        Random random = new Random(seed);
        float[][] features = new float[rows][8];
        for (float[] row : features) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (random.nextGaussian() + mean);
            }
        }
        return features;
    }
}

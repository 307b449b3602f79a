package io.github.dtn4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.recipe.VicregSpec;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VICReg's terms by hand, and their gradient against the formula in plain doubles. */
class VicregLossTest {
    private static final int N = 5;
    private static final int D = 3;
    private static final VicregLoss LOSS = new VicregLoss(new VicregSpec(D, 25, 10, 2));

    private PointerScope scope;

    @BeforeEach
    void openScope() {
        Native.load();
        scope = new PointerScope();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @Test
    void spreadIsMissingWhereAStandardDeviationIsBelowOne() {
        // Columns with the variances 0.02, 0 and 8: deviations of about 0.142, 0.01 and more than 1.
        Tensor z = Tensors.of(new float[] {0, 3, -2, 0.2f, 3, 2}, 2, 3);

        double first = 1 - Math.sqrt(0.02 + 1e-4);
        double second = 1 - Math.sqrt(1e-4);
        assertThat((double) VicregLoss.missingSpread(z).item_float()).isCloseTo((first + second) / 3, within(1e-6));
    }

    @Test
    void covarianceCountsEachPairOfDifferentElementsTwice() {
        // Variances 2 and 8 and the covariance 4; the sum over both orders of the pair, over two elements.
        Tensor z = Tensors.of(new float[] {-1, -2, 1, 2}, 2, 2);

        assertThat((double) VicregLoss.covariance(z).item_float()).isCloseTo((16 + 16) / 2.0, within(1e-5));
    }

    @Test
    void equalViewsThatFillTheSpaceCostNothing() {
        Tensor z = Tensors.of(new float[] {2, 2, 2, -2, -2, 2, -2, -2}, 4, 2);

        assertThat((double)
                        new VicregLoss(new VicregSpec(2, 25, 25, 1)).of(z, z).item_float())
                .isCloseTo(0, within(1e-6));
    }

    @Test
    void collapsedViewsCostTheWholeVarianceWeight() {
        Tensor z = Tensors.of(new float[2 * N * D], N, 2 * D);

        assertThat((double) LOSS.of(z, z).item_float()).isCloseTo(10 * (1 - 0.01), within(1e-4));
    }

    @Test
    void lossAndGradientEqualTheFormula() {
        double[] a = random(1);
        double[] b = random(2);
        Tensor first = tensor(a);
        Tensor second = tensor(b);
        first.requires_grad_(true);
        second.requires_grad_(true);
        Tensor loss = LOSS.of(first, second);
        loss.backward();

        assertThat((double) loss.item_float()).isCloseTo(formula(a, b), within(1e-4));
        float[] ofFirst = Tensors.toArray(first.grad());
        float[] ofSecond = Tensors.toArray(second.grad());
        for (int i = 0; i < N * D; i++) {
            assertThat((double) ofFirst[i]).isCloseTo(slope(a, i, a, b), within(1e-4));
            assertThat((double) ofSecond[i]).isCloseTo(slope(b, i, a, b), within(1e-4));
        }
    }

    /** How the formula changes with one number of either view. */
    private static double slope(double[] values, int index, double[] a, double[] b) {
        double step = 1e-6;
        double kept = values[index];
        values[index] = kept + step;
        double above = formula(a, b);
        values[index] = kept - step;
        double below = formula(a, b);
        values[index] = kept;
        return (above - below) / (2 * step);
    }

    private static double formula(double[] a, double[] b) {
        double distance = 0;
        for (int i = 0; i < a.length; i++) {
            distance += (a[i] - b[i]) * (a[i] - b[i]) / a.length;
        }
        return 25 * distance + 10 * (missing(a) + missing(b)) / 2 + 2 * (common(a) + common(b));
    }

    private static double missing(double[] z) {
        double sum = 0;
        for (int i = 0; i < D; i++) {
            sum += Math.max(0, 1 - Math.sqrt(covariance(z, i, i) + 1e-4)) / D;
        }
        return sum;
    }

    private static double common(double[] z) {
        double sum = 0;
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                sum += i == j ? 0 : covariance(z, i, j) * covariance(z, i, j) / D;
            }
        }
        return sum;
    }

    private static double covariance(double[] z, int i, int j) {
        double sum = 0;
        for (int n = 0; n < N; n++) {
            sum += (z[n * D + i] - mean(z, i)) * (z[n * D + j] - mean(z, j));
        }
        return sum / (N - 1);
    }

    private static double mean(double[] z, int i) {
        double sum = 0;
        for (int n = 0; n < N; n++) {
            sum += z[n * D + i] / N;
        }
        return sum;
    }

    /** Values of which some elements have a deviation above 1 and some below. */
    private static double[] random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[N * D];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % D == 0 ? 4 : 0.8) * (random.nextDouble() - 0.5);
        }
        return values;
    }

    private static Tensor tensor(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensors.of(floats, N, D);
    }
}

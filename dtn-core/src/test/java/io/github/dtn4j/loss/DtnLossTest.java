package io.github.dtn4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each term, and its gradient, against the paper's formula in plain doubles. */
class DtnLossTest {
    private static final int N = 4;
    private static final int SIDE = 5;
    private static final DtnLoss MSE = new DtnLoss(TinyRun.recipe().loss());
    private static final DtnLoss COSINE =
            new DtnLoss(TinyRun.recipe("loss.constDistance=cosine", "loss.tidDistance=cosine")
                    .loss());
    private static final DtnLoss L1 =
            new DtnLoss(TinyRun.recipe("loss.tidDistance=l1").loss());
    private static final DtnLoss COMPOSED = new DtnLoss(
            TinyRun.recipe("loss.constDistance=cosine", "loss.visibleWeight=0.3")
                    .loss(),
            2);
    private static final double[] OTHER_CODE = random(N * 6, 91);
    private static final double[] OTHER_IMAGE = random(N * 2 * SIDE * SIDE, 92);

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

    static Stream<Arguments> terms() {
        long[] ternary = {N, 3};
        long[] binary = {N, 1};
        long[] code = {N, 6};
        long[] image = {N, 2, SIDE, SIDE};
        return Stream.of(
                term("L_D on G(s)", ternary, MSE::discriminatorOnSource, x -> crossEntropy(x, 0)),
                term("L_D on G(t)", ternary, MSE::discriminatorOnTarget, x -> crossEntropy(x, 1)),
                term("L_D on t", ternary, MSE::discriminatorOnReal, x -> crossEntropy(x, 2)),
                term("L_GANG", ternary, MSE::gang, x -> crossEntropy(x, 2)),
                term("binary L_D on G(s)", binary, MSE::discriminatorOnSource, x -> sigmoidEntropy(x, false)),
                term("binary L_D on G(t)", binary, MSE::discriminatorOnTarget, x -> sigmoidEntropy(x, false)),
                term("binary L_D on t", binary, MSE::discriminatorOnReal, x -> sigmoidEntropy(x, true)),
                term("binary L_GANG", binary, MSE::gang, x -> sigmoidEntropy(x, true)),
                term("L_CONST", code, x -> MSE.constancy(tensor(OTHER_CODE, code), x), x -> mse(x, OTHER_CODE)),
                term(
                        "L_CONST, cosine",
                        code,
                        x -> COSINE.constancy(tensor(OTHER_CODE, code), x),
                        x -> oneMinusCosine(x, OTHER_CODE)),
                term(
                        "L_CONST, composed",
                        code,
                        x -> COMPOSED.constancy(tensor(OTHER_CODE, code), x),
                        x -> oneMinusCosine(columns(x, 0, 4), columns(OTHER_CODE, 0, 4))
                                + 0.3 * mse(columns(x, 4, 6), columns(OTHER_CODE, 4, 6))),
                term("L_TID", image, x -> MSE.identity(tensor(OTHER_IMAGE, image), x), x -> mse(x, OTHER_IMAGE)),
                term(
                        "L_TID, L1",
                        image,
                        x -> L1.identity(tensor(OTHER_IMAGE, image), x),
                        x -> meanAbsolute(x, OTHER_IMAGE)),
                term(
                        "L_TID, cosine",
                        image,
                        x -> COSINE.identity(tensor(OTHER_IMAGE, image), x),
                        x -> oneMinusCosine(x, OTHER_IMAGE)),
                term("L_TV", image, MSE::totalVariation, DtnLossTest::totalVariation));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("terms")
    void termEqualsItsFormula(
            String name, long[] shape, UnaryOperator<Tensor> term, ToDoubleFunction<double[]> formula) {
        for (int seed = 0; seed < 3; seed++) {
            double[] x = random(size(shape), seed);

            assertThat((double) term.apply(tensor(x, shape)).item_float())
                    .isCloseTo(formula.applyAsDouble(x), within(1e-5));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("terms")
    void gradientEqualsFiniteDifferencesOfTheFormula(
            String name, long[] shape, UnaryOperator<Tensor> term, ToDoubleFunction<double[]> formula) {
        double[] x = random(size(shape), 5);
        Tensor input = tensor(x, shape);
        input.requires_grad_(true);
        term.apply(input).backward();
        float[] gradient = Tensors.toArray(input.grad());

        double step = 1e-5;
        for (int i = 0; i < x.length; i++) {
            double kept = x[i];
            x[i] = kept + step;
            double above = formula.applyAsDouble(x);
            x[i] = kept - step;
            double below = formula.applyAsDouble(x);
            x[i] = kept;
            assertThat((double) gradient[i]).isCloseTo((above - below) / (2 * step), within(1e-5));
        }
        assertThat(gradient).as("some gradient").contains(gradient[0]).isNotEqualTo(new float[gradient.length]);
    }

    @ParameterizedTest
    @MethodSource("classes")
    void uniformDiscriminatorHasThreeLogKAndTwoLogK(int logits, double classes) {
        Tensor uniform = tensor(new double[N * logits], N, logits);

        double discriminator = MSE.discriminatorOnSource(uniform).item_float()
                + MSE.discriminatorOnTarget(uniform).item_float()
                + MSE.discriminatorOnReal(uniform).item_float();
        double gang = 2 * MSE.gang(uniform).item_float();

        assertThat(discriminator).isCloseTo(3 * Math.log(classes), within(1e-6));
        assertThat(gang).isCloseTo(2 * Math.log(classes), within(1e-6));
    }

    static Stream<Arguments> classes() {
        return Map.of(3, 3.0, 1, 2.0).entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    @Test
    void lossesStayFiniteForLogitsThatAreCertain() {
        Tensor certain = tensor(new double[] {1e4, -1e4, -1e4, -1e4, -1e4, 1e4}, 2, 3);

        assertThat((double) MSE.gang(certain).item_float()).isCloseTo(1e4, within(1.0));
        assertThat((double) MSE.gang(tensor(new double[] {-1e4, 1e4}, 2, 1)).item_float())
                .isCloseTo(5e3, within(1.0));
    }

    @Test
    void flatImagesHaveNoVariationAndNoInfiniteGradient() {
        Tensor flat = tensor(new double[SIDE * SIDE], 1, 1, SIDE, SIDE);
        flat.requires_grad_(true);
        Tensor loss = MSE.totalVariation(flat);
        loss.backward();

        assertThat(loss.item_float()).isLessThan(1.1e-4f);
        assertThat(Tensors.toArray(flat.grad())).containsOnly(0);
    }

    private static Arguments term(
            String name, long[] shape, UnaryOperator<Tensor> term, ToDoubleFunction<double[]> formula) {
        return Arguments.of(name, shape, term, formula);
    }

    /** - mean log softmax(row)[wanted]. */
    private static double crossEntropy(double[] logits, int wanted) {
        double sum = 0;
        for (int n = 0; n < N; n++) {
            double total = 0;
            for (int c = 0; c < 3; c++) {
                total += Math.exp(logits[3 * n + c]);
            }
            sum -= Math.log(Math.exp(logits[3 * n + wanted]) / total);
        }
        return sum / N;
    }

    private static double sigmoidEntropy(double[] logits, boolean real) {
        double sum = 0;
        for (double logit : logits) {
            double probability = 1 / (1 + Math.exp(-logit));
            sum -= Math.log(real ? probability : 1 - probability);
        }
        return sum / logits.length;
    }

    /** These columns of an (N, 6) matrix. */
    private static double[] columns(double[] matrix, int from, int to) {
        return IntStream.range(0, matrix.length)
                .filter(i -> i % 6 >= from && i % 6 < to)
                .mapToDouble(i -> matrix[i])
                .toArray();
    }

    private static double mse(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum / a.length;
    }

    private static double meanAbsolute(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .average()
                .orElseThrow();
    }

    private static double oneMinusCosine(double[] a, double[] b) {
        int length = a.length / N;
        double sum = 0;
        for (int n = 0; n < N; n++) {
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int i = n * length; i < (n + 1) * length; i++) {
                ab += a[i] * b[i];
                aa += a[i] * a[i];
                bb += b[i] * b[i];
            }
            sum += 1 - ab / Math.sqrt(aa * bb);
        }
        return sum / N;
    }

    private static double totalVariation(double[] z) {
        double sum = 0;
        int terms = 0;
        for (int plane = 0; plane < z.length / (SIDE * SIDE); plane++) {
            for (int i = 0; i < SIDE - 1; i++) {
                for (int j = 0; j < SIDE - 1; j++) {
                    int at = (plane * SIDE + i) * SIDE + j;
                    sum += Math.hypot(z[at + 1] - z[at], z[at + SIDE] - z[at]);
                    terms++;
                }
            }
        }
        return sum / terms;
    }

    private static Tensor tensor(double[] values, long... shape) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensors.of(floats, shape);
    }

    private static double[] random(int count, long seed) {
        return new SplittableRandom(seed)
                .doubles(count, -2, 2)
                .map(x -> (float) x)
                .toArray();
    }

    private static int size(long[] shape) {
        int size = 1;
        for (long side : shape) {
            size *= (int) side;
        }
        return size;
    }
}

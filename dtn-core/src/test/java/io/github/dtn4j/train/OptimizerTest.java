package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.recipe.OptimizerSpec;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two steps of each rule, by hand in doubles, on a weight matrix and on a bias whose gradients are given. */
class OptimizerTest {
    private static final double RATE = 0.1;
    private static final double BETA1 = 0.5; // far apart: exchanged betas would show
    private static final double BETA2 = 0.9;
    private static final double EPSILON = 1e-3;
    private static final String MATRIX = "start.weight";
    private static final String BIAS = "last.bias";

    private PointerScope scope;
    private Generator network;

    @BeforeEach
    void openScope() {
        Native.seed(1);
        network = new Generator(TinyRun.recipe().generator(), 10, 16, 1);
        scope = new PointerScope();
    }

    @AfterEach
    void closeScope() {
        scope.close();
        network.close();
    }

    @ParameterizedTest
    @CsvSource({"ADAM, 0", "ADAM, 0.2", "ADAMW, 0", "ADAMW, 0.2", "SGD, 0", "SGD, 0.2"})
    void twoStepsAreAsComputedByHand(OptimizerSpec.Type type, double decay) {
        double[] gradients = {0.3, -0.7};
        double[] factors = {1, 0.5}; // of the learning rate's schedule
        double matrix = weight(MATRIX);
        double bias = weight(BIAS);
        try (Optimizer optimizer = Optimizer.of(spec(type, decay), network.weights())) {
            double[] m = new double[2];
            double[] v = new double[2];
            for (int step = 0; step < 2; step++) {
                setGradient(MATRIX, gradients[step]);
                setGradient(BIAS, 2 * gradients[step]);
                optimizer.update(factors[step]);

                matrix = byHand(type, decay, true, matrix, gradients[step], m, v, 0, step + 1, RATE * factors[step]);
                bias = byHand(type, decay, false, bias, 2 * gradients[step], m, v, 1, step + 1, RATE * factors[step]);
                assertThat(weight(MATRIX)).isCloseTo(matrix, within(1e-6));
                assertThat(weight(BIAS)).isCloseTo(bias, within(1e-6));
            }
        }
    }

    private static double byHand(
            OptimizerSpec.Type type,
            double decay,
            boolean isMatrix,
            double weight,
            double gradient,
            double[] m,
            double[] v,
            int i,
            int t,
            double rate) {
        double g = type == OptimizerSpec.Type.ADAMW ? gradient : gradient + decay * weight;
        if (type == OptimizerSpec.Type.SGD) {
            m[i] = BETA1 * m[i] + g;
            return weight - rate * m[i];
        }
        m[i] = BETA1 * m[i] + (1 - BETA1) * g;
        v[i] = BETA2 * v[i] + (1 - BETA2) * g * g;
        double first = m[i] / (1 - Math.pow(BETA1, t));
        double second = v[i] / (1 - Math.pow(BETA2, t));
        double decoupled = type == OptimizerSpec.Type.ADAMW && isMatrix ? rate * decay * weight : 0;
        return weight - decoupled - rate * first / (Math.sqrt(second) + EPSILON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADAM", "ADAMW", "SGD"})
    void weightsWithoutAGradientStay(OptimizerSpec.Type type) {
        double before = weight(MATRIX);
        try (Optimizer optimizer = Optimizer.of(spec(type, 0.2), network.weights())) {
            network.weights().clearGradients();
            optimizer.update(1);
        }
        assertThat(weight(MATRIX)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADAM", "SGD"})
    void memoryIsSavedAndLoaded(OptimizerSpec.Type type) {
        Map<String, Tensor> saved = new LinkedHashMap<>();
        try (Optimizer first = Optimizer.of(spec(type, 0), network.weights());
                Optimizer second = Optimizer.of(spec(type, 0), network.weights());
                Optimizer fresh = Optimizer.of(spec(type, 0), network.weights())) {
            setGradient(MATRIX, 0.3);
            first.update(1);
            first.save(saved, "o.");
            second.load(saved, "o.");
            double start = weight(MATRIX);
            setGradient(MATRIX, -0.7);
            first.update(1);
            double wanted = weight(MATRIX);

            reset(start);
            second.update(1);
            assertThat(weight(MATRIX)).isEqualTo(wanted);

            reset(start);
            fresh.update(1);
            assertThat(weight(MATRIX)).as("without its memory").isNotEqualTo(wanted);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"o.first.start.weight", "o.second.last.bias", "o.updates"})
    void stateThatDoesNotFitIsRefusedByName(String damaged) {
        Map<String, Tensor> saved = new LinkedHashMap<>();
        try (Optimizer optimizer = Optimizer.of(spec(OptimizerSpec.Type.ADAM, 0), network.weights())) {
            optimizer.save(saved, "o.");
            saved.put(damaged, Tensors.of(new float[2], 2, 1));
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> optimizer.load(saved, "o."))
                    .withMessageContaining("'" + damaged + "'");
            saved.remove(damaged);
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> optimizer.load(saved, "o."))
                    .withMessageContaining("'" + damaged + "' is missing");
        }
    }

    private static OptimizerSpec spec(OptimizerSpec.Type type, double decay) {
        String key = "train.generator.";
        return TinyRun.recipe(
                        key + "type=" + type,
                        key + "learningRate=" + RATE,
                        key + "beta1=" + BETA1,
                        key + "beta2=" + BETA2,
                        key + "epsilon=" + EPSILON,
                        key + "weightDecay=" + decay)
                .train()
                .generator();
    }

    /** Gives every element of a weight the same gradient. */
    private void setGradient(String name, double value) {
        Tensor weight = network.weights().trained().get(name);
        weight.mutable_grad().reset();
        weight.sum().mul(new Scalar(value)).backward();
    }

    private double weight(String name) {
        return Tensors.toArray(network.weights().trained().get(name))[0];
    }

    private void reset(double value) {
        try (NoGradGuard guard = new NoGradGuard()) {
            network.weights().trained().get(MATRIX).fill_(new Scalar((float) value));
        }
    }
}

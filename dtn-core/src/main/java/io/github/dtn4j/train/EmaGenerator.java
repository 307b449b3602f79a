package io.github.dtn4j.train;

import io.github.dtn4j.model.Generator;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * An exponential moving average of g's weights, which swings less than g itself and is what gets evaluated and saved. The decay
 * is warmed up as min(decay, (1 + n) / (10 + n)), or the average would remember its random start for thousands of steps. Its
 * BatchNorm statistics are its own: running ones would be a mixture of both domains and of many generators.
 */
final class EmaGenerator {
    private final Generator generator;
    private final double decay;

    /** {@code generator} becomes the average; what it holds at first fades with the warm-up. */
    EmaGenerator(Generator generator, double decay) {
        this.generator = generator;
        this.decay = decay;
    }

    /** Moves the average towards {@code current} after step {@code n}, counted from 0. */
    void update(Generator current, long n) {
        double kept = Math.min(decay, (1.0 + n) / (10.0 + n));
        Map<String, Tensor> weights = current.weights().trained();
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            generator.weights().trained().forEach((name, average) -> {
                Tensor weight = weights.get(name);
                if (weight == null) {
                    throw new IllegalArgumentException("no weight is named " + name);
                }
                average.lerp_(weight, new Scalar(1 - kept));
            });
        }
    }

    /** The averaged generator, its BatchNorm statistics those of what it draws from {@code input}. */
    Generator refreshed(Tensor input) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            generator.recomputeStatistics(input);
        }
        return generator;
    }

    Generator generator() {
        return generator;
    }
}

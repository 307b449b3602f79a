package io.github.dtn4j.train;

import io.github.dtn4j.model.Weights;
import io.github.dtn4j.recipe.OptimizerSpec;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Stochastic gradient descent with momentum: m = momentum * m + gradient, then weight -= rate * m. */
final class Sgd implements Optimizer {
    private final OptimizerSpec spec;
    private final Weights weights;
    private final Moments momentum;

    Sgd(OptimizerSpec spec, Weights weights) {
        this.spec = spec;
        this.weights = weights;
        momentum = Moments.of(weights);
    }

    @Override
    public void update(double factor) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            weights.trained().forEach((name, weight) -> {
                Tensor gradient = weight.grad();
                if (gradient.defined()) {
                    Tensor decayed =
                            spec.weightDecay() == 0 ? gradient : gradient.add(weight, new Scalar(spec.weightDecay()));
                    Tensor m = momentum.get(name);
                    m.mul_(new Scalar(spec.beta1())).add_(decayed);
                    weight.sub_(m, new Scalar(spec.learningRate() * factor));
                }
            });
        }
    }

    @Override
    public void save(Map<String, Tensor> destination, String prefix) {
        momentum.save(destination, prefix + "momentum.");
    }

    @Override
    public void load(Map<String, Tensor> source, String prefix) {
        momentum.load(source, prefix + "momentum.");
    }

    @Override
    public void close() {
        momentum.close();
    }
}

package io.github.dtn4j.train;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.model.Weights;
import io.github.dtn4j.recipe.OptimizerSpec;
import io.github.dtn4j.torch.Tensors;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Adam (Kingma and Ba, 2015, algorithm 1), and AdamW (Loshchilov and Hutter, 2019), whose decay spares biases and norms. */
final class Adam implements Optimizer {
    private final OptimizerSpec spec;
    private final Weights weights;
    private final Moments first;
    private final Moments second;
    private long updates;

    Adam(OptimizerSpec spec, Weights weights) {
        this.spec = spec;
        this.weights = weights;
        first = Moments.of(weights);
        second = Moments.of(weights);
    }

    @Override
    public void update(double factor) {
        updates++;
        double rate = spec.learningRate() * factor;
        double firstCorrection = 1 - Math.pow(spec.beta1(), updates);
        double secondCorrection = Math.sqrt(1 - Math.pow(spec.beta2(), updates));
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            weights.trained().forEach((name, weight) -> {
                Tensor gradient = weight.grad();
                if (gradient.defined()) {
                    gradient = decay(weight, gradient, rate);
                    Tensor m = first.get(name);
                    Tensor v = second.get(name);
                    m.lerp_(gradient, new Scalar(1 - spec.beta1()));
                    v.mul_(new Scalar(spec.beta2())).addcmul_(gradient, gradient, new Scalar(1 - spec.beta2()));
                    Tensor denominator =
                            v.sqrt().div_(new Scalar(secondCorrection)).add_(new Scalar(spec.epsilon()));
                    weight.addcdiv_(m, denominator, new Scalar(-rate / firstCorrection));
                }
            });
        }
    }

    private Tensor decay(Tensor weight, Tensor gradient, double rate) {
        if (spec.weightDecay() == 0) {
            return gradient;
        }
        if (spec.type() == OptimizerSpec.Type.ADAM) {
            return gradient.add(weight, new Scalar(spec.weightDecay()));
        }
        if (weight.dim() > 1) {
            weight.mul_(new Scalar(1 - rate * spec.weightDecay()));
        }
        return gradient;
    }

    @Override
    public void save(Map<String, Tensor> destination, String prefix) {
        first.save(destination, prefix + "first.");
        second.save(destination, prefix + "second.");
        destination.put(prefix + "updates", Tensors.of(updates));
    }

    @Override
    public void load(Map<String, Tensor> source, String prefix) {
        first.load(source, prefix + "first.");
        second.load(source, prefix + "second.");
        Tensor count = source.get(prefix + "updates");
        if (count == null || count.numel() != 1) {
            throw DtnException.failure(
                    "the file does not fit the optimiser: tensor '%supdates' is missing or not one number"
                            .formatted(prefix));
        }
        updates = Tensors.toLongs(count)[0];
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}

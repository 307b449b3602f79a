package io.github.dtn4j.train;

import io.github.dtn4j.model.Weights;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * An optimiser that first averages the gradients over all ranks: each has those of the mean loss of its rows, so that the average
 * is the gradient of the mean over all rows. Gradients travel in buckets, of which one is packed while the one before is under
 * way.
 */
record GradientAverage(Optimizer optimizer, Weights weights, ProcessGroup group) implements Optimizer {
    private static final long BUCKET = 1 << 20; // numbers, 4 MB

    /** Some gradients, one behind the other. */
    private record Bucket(List<Tensor> gradients, Tensor packed, Runnable arrival) {
        void unpack(int ranks) {
            arrival.run();
            packed.div_(new Scalar((double) ranks));
            long from = 0;
            for (Tensor gradient : gradients) {
                gradient.copy_(packed.narrow(0, from, gradient.numel()).view(gradient.shape()));
                from += gradient.numel();
            }
        }
    }

    @Override
    public void update(double factor) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            List<Bucket> buckets = new ArrayList<>();
            List<Tensor> gradients = new ArrayList<>();
            long size = 0;
            for (Tensor weight : weights.trained().values()) {
                Tensor gradient = weight.grad();
                if (gradient.defined()) {
                    gradients.add(gradient);
                    size += gradient.numel();
                }
                if (size >= BUCKET) {
                    buckets.add(send(gradients));
                    gradients = new ArrayList<>();
                    size = 0;
                }
            }
            if (size > 0) {
                buckets.add(send(gradients));
            }
            buckets.forEach(bucket -> bucket.unpack(group.size()));
        }
        optimizer.update(factor);
    }

    private Bucket send(List<Tensor> gradients) {
        Tensor packed = Tensors.concatenate(
                gradients.stream().map(gradient -> gradient.reshape(-1)).toArray(Tensor[]::new));
        return new Bucket(gradients, packed, group.beginSum(packed));
    }

    @Override
    public void save(Map<String, Tensor> destination, String prefix) {
        optimizer.save(destination, prefix);
    }

    @Override
    public void load(Map<String, Tensor> source, String prefix) {
        optimizer.load(source, prefix);
    }

    @Override
    public void close() {
        optimizer.close();
    }
}

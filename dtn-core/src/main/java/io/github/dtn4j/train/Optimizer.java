package io.github.dtn4j.train;

import io.github.dtn4j.model.Weights;
import io.github.dtn4j.recipe.OptimizerSpec;
import io.github.dtn4j.torch.ProcessGroup;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Moves the weights of one network against their gradients. */
interface Optimizer extends AutoCloseable {
    /** The optimiser that {@code spec} describes, for {@code weights}. */
    static Optimizer of(OptimizerSpec spec, Weights weights) {
        return spec.type() == OptimizerSpec.Type.SGD ? new Sgd(spec, weights) : new Adam(spec, weights);
    }

    /** The same where each rank of {@code group} has the gradients of its rows alone. */
    static Optimizer of(OptimizerSpec spec, Weights weights, ProcessGroup group) {
        Optimizer optimizer = of(spec, weights);
        return group.size() == 1 ? optimizer : new GradientAverage(optimizer, weights, group);
    }

    /**
     * One update; weights without a gradient stay as they are.
     *
     * @param factor what the base learning rate is multiplied with now
     */
    void update(double factor);

    /** Adds all that a resume needs to {@code destination} under {@code prefix}. */
    void save(Map<String, Tensor> destination, String prefix);

    /** Takes over what {@link #save} wrote. */
    void load(Map<String, Tensor> source, String prefix);

    @Override
    void close();
}

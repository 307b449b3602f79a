package io.github.dtn4j.model;

import io.github.dtn4j.recipe.Activation;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The non-linearities of {@link Activation}; they overwrite their input where no gradient needs it. */
record Activations(Activation kind, double slope) {
    Tensor forward(Tensor x) {
        return kind == Activation.RELU ? torch.relu_(x) : torch.leaky_relu_(x, new Scalar((float) slope));
    }

    /** Adds it to a graph. */
    String describe(Graph graph, String x) {
        return kind == Activation.RELU ? graph.apply(Graph.Function.RELU, x) : graph.leakyRelu(x, slope);
    }
}

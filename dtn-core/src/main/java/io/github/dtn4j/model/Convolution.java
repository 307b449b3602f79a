package io.github.dtn4j.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A two-dimensional convolution.
 *
 * @param weight (out, in, k, k)
 * @param bias (out) or null
 */
record Convolution(Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    private static final long[] ONE = {1, 1};

    /** (N, in, H, W) to (N, out, H', W'). */
    Tensor forward(Tensor x) {
        return torch.conv2d(
                x,
                weight,
                bias == null ? new TensorOptional() : new TensorOptional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                ONE,
                1);
    }

    /** Adds it to a graph. */
    String describe(Graph graph, String name, String x) {
        return graph.convolution(
                x,
                graph.constant(name + ".weight", weight),
                bias == null ? null : graph.constant(name + ".bias", bias),
                stride,
                padding);
    }

    /** The same with a BatchNorm behind it in it. */
    Convolution fold(BatchNorm norm) {
        return new Convolution(weight.mul(norm.factor().view(-1, 1, 1, 1)), norm.bias(bias), stride, padding);
    }
}

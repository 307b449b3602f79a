package io.github.dtn4j.model;

import io.github.dtn4j.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A transposed convolution of stride 2 that doubles height and width, with a kernel of 3 or 4.
 *
 * @param weight (in, out, k, k)
 * @param bias (out) or null
 */
record TransposedConvolution(Tensor weight, @Nullable Tensor bias) {
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};

    /** (N, in, H, W) to (N, out, 2H, 2W). */
    Tensor forward(Tensor x) {
        long missing = missing();
        return torch.conv_transpose2d(
                x,
                weight,
                bias == null ? new TensorOptional() : new TensorOptional(bias),
                TWO,
                ONE,
                new long[] {missing, missing},
                1,
                ONE);
    }

    /** A 3x3 kernel leaves one row and column to be added. */
    private int missing() {
        return weight.size(2) == 3 ? 1 : 0;
    }

    /** Adds it to a graph. */
    String describe(Graph graph, String name, String x) {
        return graph.transposedConvolution(
                x,
                graph.constant(name + ".weight", weight),
                bias == null ? null : graph.constant(name + ".bias", bias),
                2,
                1,
                missing());
    }

    /** The same with a BatchNorm behind it in it. */
    TransposedConvolution fold(BatchNorm norm) {
        return new TransposedConvolution(weight.mul(norm.factor().view(1, -1, 1, 1)), norm.bias(bias));
    }

    /** The same with tensors of its own. */
    TransposedConvolution copy() {
        return new TransposedConvolution(Tensors.copy(weight), bias == null ? null : Tensors.copy(bias));
    }
}

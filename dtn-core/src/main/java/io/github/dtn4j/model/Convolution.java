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
    private static final int FEW = 16; // use_mkldnn in libtorch's Convolution.cpp

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

    /**
     * The same with a 1x1 kernel. For few images and one thread libtorch has another algorithm, which rounds otherwise: a face is
     * not to depend on how many are looked at together, nor on the threads. So rows, or pixels, stand for images,
     * and there are never few of them. That this is enough holds for the shapes of our networks, as tests of them show, not for any.
     */
    Tensor acrossChannels(Tensor x) {
        long rows = x.size(0) * x.size(2);
        long width = rows < FEW ? 1 : x.size(3);
        Tensor pixels = x.permute(0, 2, 3, 1).reshape(-1, 1, width, x.size(1)); // (images * rows, 1, width, in)
        long count = pixels.size(0);
        Tensor enough = count < FEW ? torch.constant_pad_nd(pixels, 0, 0, 0, 0, 0, 0, 0, FEW - count) : pixels;
        return forward(enough.permute(0, 3, 1, 2))
                .narrow(0, 0, count)
                .permute(0, 2, 3, 1)
                .reshape(x.size(0), x.size(2), x.size(3), -1)
                .permute(0, 3, 1, 2);
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

package io.github.dtn4j.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A 3x3 convolution within each channel and a 1x1 convolution across them (Chollet, 2017).
 *
 * @param depthwise (in, 1, 3, 3)
 * @param pointwise across channels, with the bias
 */
record SeparableConvolution(Tensor depthwise, Convolution pointwise, int stride) {
    private static final long[] ONE = {1, 1};

    /** Reads one; the tensors stay in the scope of {@code weights}. */
    static SeparableConvolution of(FaceWeights weights, String name, int stride) {
        Tensor depthwise = weights.get(name + "/depthwise_filter").permute(2, 3, 0, 1); // [3, 3, in, 1]
        return new SeparableConvolution(
                depthwise,
                new Convolution(weights.filter(name + "/pointwise_filter"), weights.get(name + "/bias"), 1, 0),
                stride);
    }

    /** (N, in, H, W) to (N, out, H / stride, W / stride), H and W even where the stride is 2. */
    Tensor forward(Tensor x) {
        long padding = stride == 1 ? 1 : 0;
        Tensor padded = stride == 1 ? x : torch.constant_pad_nd(x, 0, 1, 0, 1); // TensorFlow's "same" pads at the end
        Tensor within = torch.conv2d(
                padded,
                depthwise,
                new TensorOptional(),
                new long[] {stride, stride},
                new long[] {padding, padding},
                ONE,
                depthwise.size(0));
        return pointwise.acrossChannels(within);
    }
}

package io.github.dtn4j.model;

import static java.util.Objects.requireNonNull;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) over all dimensions but the second.
 *
 * @param scale (C), or null for none
 * @param shift (C), or null for none
 * @param mean running mean (C), or null where only statistics of the batch are ever used
 * @param variance running variance (C), or null likewise
 */
record BatchNorm(
        @Nullable Tensor scale,
        @Nullable Tensor shift,
        @Nullable Tensor mean,
        @Nullable Tensor variance) {
    static final double EPSILON = 1e-5;
    static final double MOMENTUM = 0.1;

    /** Adds a layer with running statistics to {@code weights}. */
    static BatchNorm tracked(Weights weights, String name, long channels) {
        return new BatchNorm(
                weights.constant(name + ".weight", 1, channels),
                weights.constant(name + ".bias", 0, channels),
                weights.buffer(name + ".running_mean", 0, channels),
                weights.buffer(name + ".running_var", 1, channels));
    }

    /** Adds a layer that always normalises with the statistics of the batch at hand. */
    static BatchNorm untracked(Weights weights, String name, long channels) {
        return new BatchNorm(
                weights.constant(name + ".weight", 1, channels),
                weights.constant(name + ".bias", 0, channels),
                null,
                null);
    }

    /** Adds a layer with running statistics but without scale and shift. */
    static BatchNorm plain(Weights weights, String name, long channels) {
        return new BatchNorm(
                null,
                null,
                weights.buffer(name + ".running_mean", 0, channels),
                weights.buffer(name + ".running_var", 1, channels));
    }

    /** Normalises; in training with the batch's own statistics, which also move the running ones. */
    Tensor forward(Tensor x, boolean training) {
        return forward(x, training, MOMENTUM);
    }

    /** The same with another weight of the new statistics in the running ones; 1 replaces them. */
    Tensor forward(Tensor x, boolean training, double momentum) {
        return torch.batch_norm(
                x,
                optional(scale),
                optional(shift),
                optional(mean),
                optional(variance),
                training || mean == null,
                momentum,
                EPSILON,
                false);
    }

    /** What each channel is multiplied with in evaluation mode: scale / sqrt(variance + epsilon). */
    Tensor factor() {
        Tensor inverse = requireNonNull(variance).add(new Scalar(EPSILON)).rsqrt();
        return scale == null ? inverse : inverse.mul(scale);
    }

    /** What becomes of the bias of the layer before it, null for none: (bias - mean) * factor + shift. */
    Tensor bias(@Nullable Tensor before) {
        Tensor centred = before == null ? requireNonNull(mean).neg() : before.sub(requireNonNull(mean));
        Tensor bias = centred.mul(factor());
        return shift == null ? bias : bias.add(shift);
    }

    private static TensorOptional optional(@Nullable Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(tensor);
    }
}

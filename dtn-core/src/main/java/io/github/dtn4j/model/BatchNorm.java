package io.github.dtn4j.model;

import static java.util.Objects.requireNonNull;

import io.github.dtn4j.torch.ProcessGroup;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) over all dimensions but the second.
 *
 * @param scale (C), or null for none
 * @param shift (C), or null for none
 * @param mean running mean (C), or null where only statistics of the batch are ever used
 * @param variance running variance (C), or null likewise
 * @param group whose ranks each hold a part of the batch; the statistics are those of the whole
 */
record BatchNorm(
        @Nullable Tensor scale,
        @Nullable Tensor shift,
        @Nullable Tensor mean,
        @Nullable Tensor variance,
        ProcessGroup group) {
    static final double EPSILON = 1e-5;
    static final double MOMENTUM = 0.1;

    /** Adds a layer with running statistics to {@code weights}. */
    static BatchNorm tracked(Weights weights, String name, long channels) {
        return new BatchNorm(
                weights.constant(name + ".weight", 1, channels),
                weights.constant(name + ".bias", 0, channels),
                weights.buffer(name + ".running_mean", 0, channels),
                weights.buffer(name + ".running_var", 1, channels),
                ProcessGroup.ONE);
    }

    /** Adds a layer that always normalises with the statistics of the batch at hand. */
    static BatchNorm untracked(Weights weights, String name, long channels) {
        return new BatchNorm(
                weights.constant(name + ".weight", 1, channels),
                weights.constant(name + ".bias", 0, channels),
                null,
                null,
                ProcessGroup.ONE);
    }

    /** Adds a layer with running statistics but without scale and shift. */
    static BatchNorm plain(Weights weights, String name, long channels) {
        return new BatchNorm(
                null,
                null,
                weights.buffer(name + ".running_mean", 0, channels),
                weights.buffer(name + ".running_var", 1, channels),
                ProcessGroup.ONE);
    }

    /** The same layer in a training that goes on in all of {@code group}. */
    BatchNorm across(ProcessGroup group) {
        return new BatchNorm(scale, shift, mean, variance, group);
    }

    /** Normalises; in training with the batch's own statistics, which also move the running ones. */
    Tensor forward(Tensor x, boolean training) {
        return forward(x, training, MOMENTUM);
    }

    /** The same with another weight of the new statistics in the running ones; 1 replaces them. */
    Tensor forward(Tensor x, boolean training, double momentum) {
        boolean ofBatch = training || mean == null;
        if (ofBatch && group.size() > 1) {
            return acrossRanks(x, momentum);
        }
        return torch.batch_norm(
                x,
                optional(scale),
                optional(shift),
                optional(mean),
                optional(variance),
                ofBatch,
                momentum,
                EPSILON,
                false);
    }

    /**
     * The same formula with the mean and the variance of what all ranks have. Each has as many rows, so that theirs are the means
     * of E[x] and E[x^2] over the ranks. These are taken in double precision: their difference has few digits.
     */
    private Tensor acrossRanks(Tensor x, double momentum) {
        long[] others = x.dim() == 2 ? new long[] {0} : new long[] {0, 2, 3};
        Tensor local = x.mean(others, false, null); // (C), as all below
        Tensor about = local.detach();
        Tensor spread = x.sub(perChannel(about, x)).square().mean(others, false, null);
        Tensor first = local.to(ScalarType.Double);
        Tensor centre = about.to(ScalarType.Double);
        Tensor second =
                spread.to(ScalarType.Double).add(centre.mul(first.add(first).sub(centre))); // E[x^2]
        Tensor moments =
                group.sumOf(torch.stack(new TensorVector(first, second))).div(new Scalar((double) group.size()));
        Tensor expected = moments.select(0, 0);
        Tensor variances = moments.select(0, 1).sub(expected.square());
        track(expected, variances, momentum, x.numel() / x.size(1) * group.size());

        Tensor factor = variances.add(new Scalar(EPSILON)).rsqrt();
        factor = scale == null ? factor : factor.mul(scale);
        Tensor offset = expected.mul(factor).neg();
        offset = shift == null ? offset : offset.add(shift);
        ScalarType type = x.scalar_type();
        return torch.addcmul(perChannel(offset.to(type), x), x, perChannel(factor.to(type), x));
    }

    private static Tensor perChannel(Tensor values, Tensor like) {
        return like.dim() == 2 ? values : values.view(1, -1, 1, 1);
    }

    /** Moves the running statistics as torch does: the variance without its bias. */
    private void track(Tensor expected, Tensor spread, double momentum, long count) {
        if (mean == null || variance == null) {
            return;
        }
        try (NoGradGuard guard = new NoGradGuard()) {
            Scalar kept = new Scalar(1 - momentum);
            mean.mul_(kept).add_(expected.detach(), new Scalar(momentum));
            variance.mul_(kept).add_(spread.detach(), new Scalar(momentum * count / (count - 1)));
        }
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

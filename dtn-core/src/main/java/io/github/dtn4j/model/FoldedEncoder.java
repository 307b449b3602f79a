package io.github.dtn4j.model;

import static java.util.Objects.requireNonNull;

import io.github.dtn4j.model.DigitEncoder.Block;
import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The digit encoder f as training and transfer use it: BatchNorm in evaluation mode is an affine map, so it is folded into the
 * convolution before it, and a grey image meets a first layer whose filters are summed over RGB, which gives the same
 * result for a third of the work.
 */
public final class FoldedEncoder implements Encoder {
    private final List<Layer> layers = new ArrayList<>();
    private final Convolution greyFirst;
    private final Activations activation;
    private final Projection embedding;

    private record Layer(Convolution convolution, boolean pooled) {}

    FoldedEncoder(List<Block> blocks, Activations activation, Projection embedding, @Nullable BatchNorm normalisation) {
        this.activation = activation;
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            for (Block block : blocks) {
                layers.add(new Layer(keep(fold(block.convolution(), block.norm())), block.pooled()));
            }
            Convolution first = layers.get(0).convolution;
            greyFirst = keep(new Convolution(
                    first.weight().sum(new long[] {1}, true, null), first.bias(), first.stride(), first.padding()));
            this.embedding = normalisation == null ? copy(embedding) : fold(embedding, normalisation);
        }
    }

    @Override
    public int dimension() {
        return (int) embedding.weight().size(1);
    }

    @Override
    public Tensor forward(Tensor images) {
        Tensor x = images;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            boolean grey = i == 0 && images.size(1) == 1;
            x = activation.forward((grey ? greyFirst : layer.convolution).forward(x));
            if (layer.pooled) {
                x = torch.max_pool2d(x, 2, 2);
            }
        }
        return embedding.fromMaps(x);
    }

    @Override
    public void close() {
        layers.forEach(layer -> release(layer.convolution.weight(), layer.convolution.bias()));
        release(greyFirst.weight(), greyFirst.bias());
        release(embedding.weight(), embedding.bias());
    }

    private static Convolution fold(Convolution convolution, BatchNorm norm) {
        Tensor factor = factor(norm);
        return new Convolution(
                convolution.weight().mul(factor.view(-1, 1, 1, 1)),
                offset(norm, factor),
                convolution.stride(),
                convolution.padding());
    }

    private static Projection fold(Projection projection, BatchNorm norm) {
        Tensor factor = factor(norm);
        return new Projection(
                projection.weight().mul(factor.view(1, -1)).detach().retainReference(),
                offset(norm, factor).detach().retainReference(),
                projection.channels(),
                projection.side());
    }

    private static Projection copy(Projection projection) {
        return new Projection(
                Tensors.copy(projection.weight()).retainReference(), null, projection.channels(), projection.side());
    }

    /** What BatchNorm multiplies each channel with: scale / sqrt(variance + epsilon). */
    private static Tensor factor(BatchNorm norm) {
        Tensor inverse = requireNonNull(norm.variance())
                .add(new Scalar(BatchNorm.EPSILON))
                .rsqrt();
        return norm.scale() == null ? inverse : inverse.mul(norm.scale());
    }

    /** What BatchNorm adds to each channel: shift - mean * factor. */
    private static Tensor offset(BatchNorm norm, Tensor factor) {
        Tensor offset = requireNonNull(norm.mean()).mul(factor).neg();
        return norm.shift() == null ? offset : offset.add(norm.shift());
    }

    private static Convolution keep(Convolution convolution) {
        Tensor bias = convolution.bias();
        return new Convolution(
                Tensors.channelsLast(convolution.weight().detach()).retainReference(),
                bias == null ? null : bias.detach().retainReference(),
                convolution.stride(),
                convolution.padding());
    }

    private static void release(Tensor weight, @Nullable Tensor bias) {
        weight.releaseReference();
        if (bias != null) {
            bias.releaseReference();
        }
    }
}

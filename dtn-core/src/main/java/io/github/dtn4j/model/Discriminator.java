package io.github.dtn4j.model;

import io.github.dtn4j.recipe.DiscriminatorSpec;
import io.github.dtn4j.torch.World;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The discriminator D: convolutions of stride 2 with leaky ReLU and no pooling, then one convolution over what remains
 * (paper, section 4). Its BatchNorm always uses the batch at hand: D is never used outside training.
 */
public final class Discriminator implements AutoCloseable {
    private static final double DEVIATION = 0.02; // initial weights, Radford et al., 2016

    private final Weights weights = new Weights();
    private final Activations activation;
    private final List<Block> blocks = new ArrayList<>();
    private final Projection last;

    private record Block(Convolution convolution, @Nullable BatchNorm norm) {}

    /** A new network with random weights for images of {@code imageSize} squared with 1 or 3 {@code channels}. */
    public Discriminator(DiscriminatorSpec spec, int imageSize, int channels) {
        this(spec, imageSize, channels, World.ONE);
    }

    /** The same in a training that goes on in all of {@code world}. */
    public Discriminator(DiscriminatorSpec spec, int imageSize, int channels, World world) {
        activation = new Activations(spec.activation(), spec.slope());
        int k = spec.kernel();
        int in = channels;
        int side = imageSize;
        for (int i = 0; i < spec.widths().size(); i++) {
            int out = spec.widths().get(i);
            String name = "block" + (i + 1);
            boolean norm = spec.batchNorm() && i > 0; // none on the input layer, Radford et al., 2016
            Tensor weight = weights.normal(name + ".conv.weight", DEVIATION, out, in, k, k);
            Tensor bias = norm ? null : weights.constant(name + ".conv.bias", 0, out);
            int padding = (k - 1) / 2;
            blocks.add(new Block(
                    new Convolution(weight, bias, 2, padding),
                    norm ? BatchNorm.untracked(weights, name + ".norm", out).across(world) : null));
            in = out;
            side = (side + 2 * padding - k) / 2 + 1;
        }
        last = Projection.fromMapsWithBias(weights, "last", in, side, spec.classes() == 3 ? 3 : 1, DEVIATION);
    }

    /**
     * Judges images.
     *
     * @param images (N, C, H, W) in [-1, 1]
     * @return logits: (N, 3) for G(s), G(t) and t; or (N, 1) for "real"
     */
    public Tensor forward(Tensor images) {
        Tensor x = images;
        for (Block block : blocks) {
            x = block.convolution.forward(x);
            x = activation.forward(block.norm == null ? x : block.norm.forward(x, true));
        }
        return last.fromMaps(x);
    }

    /** Its weights. */
    public Weights weights() {
        return weights;
    }

    @Override
    public void close() {
        weights.close();
    }
}

package io.github.dtn4j.model;

import io.github.dtn4j.recipe.DiscriminatorSpec;
import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The discriminator D: convolutions of stride 2 with leaky ReLU and no pooling, then one convolution over what remains
 * (paper, section 4). Beside it a second, shallow network classifies every patch (10 x 10 pixels with a kernel of 4) by itself (Isola et al., 2017)
 * and also sees the detail of the images, so that grain cannot hide. D has no normalisation: BatchNorm subtracts the mean of a
 * batch of one class and divides by its spread, which hides a constant grain or a grey ground. Weights begin as in He et al., 2015.
 */
public final class Discriminator implements AutoCloseable {
    /** Convolutions of the network for patches, at most. */
    public static final int PATCH_BLOCKS = 2;

    private static final double UNDECIDED = 0.1; // standard deviation of the first logits, which say next to nothing
    private static final double DETAIL_GAIN = 32; // 4 of 255 levels become 0.9, half of all levels 4.2
    private static final long[] THREE = {3, 3};
    private static final long[] ONE = {1, 1};
    private static final long[] NONE = {0, 0};
    private static final long[] BORDER = {1, 1, 1, 1};

    private final Weights weights = new Weights();
    private final Activations activation;
    private final List<Convolution> blocks = new ArrayList<>();
    private final List<Convolution> patches =
            new ArrayList<>(); // the last one gives the logits; empty: no such network
    private final Projection last;
    private final int channels;

    /** A new network with random weights for images of {@code imageSize} squared with 1 or 3 {@code channels}. */
    public Discriminator(DiscriminatorSpec spec, int imageSize, int channels) {
        this.channels = channels;
        activation = new Activations(spec.activation(), spec.slope());
        int classes = spec.classes() == 3 ? 3 : 1;
        int k = spec.kernel();
        int padding = (k - 1) / 2;
        int in = channels;
        int side = imageSize;
        for (int i = 0; i < spec.widths().size(); i++) {
            int out = spec.widths().get(i);
            blocks.add(convolution("block" + (i + 1), in, out, k, 2, padding, Math.sqrt(2.0 / (in * k * k))));
            in = out;
            side = (side + 2 * padding - k) / 2 + 1;
        }
        last = Projection.fromMapsWithBias(weights, "last", in, side, classes, UNDECIDED / (Math.sqrt(in) * side));
        if (spec.patches()) {
            in = 2 * channels;
            for (int i = 0; i < Math.min(PATCH_BLOCKS, spec.widths().size()); i++) {
                int out = spec.widths().get(i);
                patches.add(convolution("patches" + (i + 1), in, out, k, 2, padding, Math.sqrt(2.0 / (in * k * k))));
                in = out;
            }
            patches.add(convolution("patches", in, classes, 1, 1, 0, UNDECIDED / Math.sqrt(in)));
        }
    }

    private Convolution convolution(String name, int in, int out, int k, int stride, int padding, double deviation) {
        return new Convolution(
                weights.normal(name + ".conv.weight", deviation, out, in, k, k),
                weights.constant(name + ".conv.bias", 0, out),
                stride,
                padding);
    }

    /**
     * Classifies images.
     *
     * @param images (N, C, H, W) in [-1, 1]
     */
    public List<Tensor> forward(Tensor images) {
        return logits(withDetail(images));
    }

    /**
     * Images beside their detail, {@code asinh(32 (x - mean of the 3 x 3 pixels around x))}. Grain of a few levels is lost among
     * strokes and edges in x, and stands out in its detail.
     *
     * @param images (N, C, H, W) in [-1, 1]
     * @return (N, 2 C, H, W)
     */
    public static Tensor withDetail(Tensor images) {
        Tensor mean = torch.avg_pool2d(
                torch.replication_pad2d(images, BORDER), THREE, ONE, NONE, false, true, new LongOptional());
        Tensor detail = images.sub(mean).mul(new Scalar(DETAIL_GAIN)).asinh();
        return Tensors.channelsLast(torch.cat(new TensorVector(images, detail), 1));
    }

    /**
     * Classifies images and their detail.
     *
     * @param input of {@link #withDetail}, (N, 2 C, H, W)
     * @return logits of the whole image (N, K) and, where there is such a network, of its P patches (N * P, K). K is 3 for G(s),
     *     G(t) and t, or 1 for "real".
     */
    public List<Tensor> logits(Tensor input) {
        Tensor x = Tensors.channelsLast(input.narrow(1, 0, channels));
        for (Convolution block : blocks) {
            x = activation.forward(block.forward(x));
        }
        Tensor whole = last.fromMaps(x);
        if (patches.isEmpty()) {
            return List.of(whole);
        }
        Tensor y = input;
        for (Convolution block : patches.subList(0, patches.size() - 1)) {
            y = activation.forward(block.forward(y));
        }
        Tensor each = patches.get(patches.size() - 1).forward(y); // (N, K, h, w)
        return List.of(whole, each.permute(0, 2, 3, 1).reshape(-1, each.size(1)));
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

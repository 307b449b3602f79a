package io.github.dtn4j.model;

import io.github.dtn4j.recipe.EncoderSpec;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The trainable form of the digit encoder f: blocks of 3x3 convolutions, BatchNorm and activation, and a last convolution
 * over what remains of the image (paper, section 5.1, made deeper). {@link FoldedEncoder} is its frozen form.
 */
public final class DigitEncoder implements AutoCloseable {
    private final Weights weights;
    private final List<Block> blocks = new ArrayList<>();
    private final Activations activation;
    private final Projection embedding;
    private final @Nullable BatchNorm normalisation;
    private final int imageSize;
    private final int side;

    /** One convolution of a block; {@code pooled} after the last one of a block that ends in a max-pool. */
    record Block(Convolution convolution, BatchNorm norm, boolean pooled) {}

    /**
     * A new network with random weights (He et al., 2015).
     *
     * @param imageSize height and width of its images
     * @param channels 1 or 3
     */
    public DigitEncoder(EncoderSpec spec, int imageSize, int channels) {
        this(new Weights(), "", spec, imageSize, channels, ProcessGroup.ONE);
    }

    /** The same as part of a larger network, to whose weights it adds its own under {@code prefix + name}. */
    DigitEncoder(Weights weights, String prefix, EncoderSpec spec, int imageSize, int channels, ProcessGroup group) {
        this.weights = weights;
        this.imageSize = imageSize;
        side = spec.side(imageSize);
        activation = new Activations(spec.activation(), spec.slope());
        int in = channels;
        int left = side;
        for (int block = 0; block < spec.widths().size(); block++) {
            int out = spec.widths().get(block);
            int convolutions = spec.convolutions().get(block);
            for (int i = 0; i < convolutions; i++) {
                boolean last = i == convolutions - 1;
                String name = prefix + "block" + (block + 1) + "." + (i + 1);
                double deviation = Math.sqrt(2.0 / (9.0 * out));
                Tensor weight = weights.normal(name + ".conv.weight", deviation, out, in, 3, 3);
                blocks.add(new Block(
                        new Convolution(weight, null, last ? spec.stride() : 1, 1),
                        BatchNorm.tracked(weights, name + ".norm", out).across(group),
                        last && spec.stride() == 1));
                in = out;
            }
            left = spec.stride() == 1
                    ? left / 2
                    : (left + 1) / 2; // a max-pool drops an odd row, a convolution does not
        }
        embedding = Projection.fromMaps(
                weights, prefix + "embedding", in, left, spec.embedding(), Math.sqrt(2.0 / (in * left * left)));
        normalisation = spec.normalised()
                ? BatchNorm.plain(weights, prefix + "embedding.norm", spec.embedding())
                        .across(group)
                : null;
    }

    /**
     * Embeds images.
     *
     * @param images (N, C, H, W) in [-1, 1], grey or in the encoder's channels
     * @param training normalise with the batch's statistics and move the running ones
     * @return (N, embedding)
     */
    public Tensor forward(Tensor images, boolean training) {
        return forward(images, training, BatchNorm.MOMENTUM);
    }

    /** The same with another weight of the batch's statistics in the running ones; 1 replaces them. */
    Tensor forward(Tensor images, boolean training, double momentum) {
        Tensor x = Tensors.withChannels(
                FaceWindow.WHOLE.look(images, side),
                blocks.get(0).convolution.weight().size(1));
        for (Block block : blocks) {
            x = activation.forward(block.norm.forward(block.convolution.forward(x), training, momentum));
            if (block.pooled) {
                x = torch.max_pool2d(x, 2, 2);
            }
        }
        Tensor code = embedding.fromMaps(x);
        return normalisation == null ? code : normalisation.forward(code, training, momentum);
    }

    /**
     * Multiplies embeddings with a matrix, and normalises the products.
     *
     * @param matrix (embedding, embedding)
     * @param codes embeddings of images of which the products are to have mean 0 and variance 1, (N, embedding)
     */
    void transform(Tensor matrix, Tensor codes) {
        BatchNorm norm = Objects.requireNonNull(normalisation);
        Tensor products = codes.mm(matrix);
        Tensor factor = norm.factor();
        Tensor shift = Objects.requireNonNull(norm.mean())
                .mul(factor)
                .unsqueeze(0)
                .mm(matrix)
                .squeeze(0);
        embedding.weight().copy_(embedding.weight().mul(factor).mm(matrix));
        norm.mean().copy_(products.mean(new long[] {0}, false, null).add(shift));
        Objects.requireNonNull(norm.variance()).copy_(products.var(0));
    }

    /** Length of an embedding. */
    public int dimension() {
        return (int) embedding.weight().size(1);
    }

    /** Its weights. */
    public Weights weights() {
        return weights;
    }

    /** A frozen copy with BatchNorm folded into the convolutions. */
    public FoldedEncoder fold() {
        return new FoldedEncoder(imageSize, side, blocks, activation, embedding, normalisation);
    }

    @Override
    public void close() {
        weights.close();
    }
}

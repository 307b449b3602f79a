package io.github.dtn4j.model;

import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.GeneratorSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The generator g: from an embedding to an image of T through transposed convolutions, BatchNorm and activation, with tanh at
 * the end (paper, section 5); for faces with a 1x1 convolution after each block (section 5.2). Where G is not to contain f
 * (table 1), a trainable encoder stands before it, the stem, and it draws from images.
 */
public final class Generator implements DrawingNetwork {
    private static final double DEVIATION = 0.02; // initial weights, Radford et al., 2016

    private final Weights weights;
    private final @Nullable DigitEncoder stem;
    private final Activations activation;
    private final Projection start;
    private final BatchNorm startNorm;
    private final List<Block> blocks = new ArrayList<>();
    private final TransposedConvolution last;

    record Block(
            TransposedConvolution up,
            BatchNorm norm,
            @Nullable Convolution pointwise,
            @Nullable BatchNorm pointwiseNorm) {}

    /**
     * A new network with random weights that draws from f(x).
     *
     * @param codeSize length of f(x)
     * @param imageSize height and width of its images
     * @param channels of its images, 1 or 3
     */
    public Generator(GeneratorSpec spec, int codeSize, int imageSize, int channels) {
        this(new Weights(), null, spec, codeSize, imageSize, channels, ProcessGroup.ONE);
    }

    /**
     * The network of a recipe, with random weights.
     *
     * @param codeSize length of f(x)
     */
    public static Generator of(Recipe recipe, int codeSize) {
        return of(recipe, codeSize, ProcessGroup.ONE);
    }

    /** The same in a training that goes on in all of {@code group}: each rank draws its part of a batch. */
    public static Generator of(Recipe recipe, int codeSize, ProcessGroup group) {
        DataSpec data = recipe.data();
        Weights weights = new Weights();
        DigitEncoder stem = recipe.generator().input() == GeneratorSpec.Input.CODES
                ? null
                : new DigitEncoder(weights, "stem.", recipe.encoder(), data.imageSize(), data.sourceChannels(), group);
        return new Generator(
                weights,
                stem,
                recipe.generator(),
                stem == null ? codeSize : recipe.encoder().embedding(),
                data.imageSize(),
                data.targetChannels(),
                group);
    }

    private Generator(
            Weights weights,
            @Nullable DigitEncoder stem,
            GeneratorSpec spec,
            int codeSize,
            int imageSize,
            int channels,
            ProcessGroup group) {
        this.weights = weights;
        this.stem = stem;
        activation = new Activations(spec.activation(), spec.slope());
        List<Integer> widths = spec.widths();
        int k = spec.kernel();
        int in = widths.get(0);
        start = Projection.toMaps(weights, "start", codeSize, in, imageSize >> widths.size(), DEVIATION);
        startNorm = BatchNorm.tracked(weights, "start.norm", in).across(group);
        for (int i = 1; i < widths.size(); i++) {
            int out = widths.get(i);
            String name = "block" + i;
            TransposedConvolution up =
                    new TransposedConvolution(weights.normal(name + ".up.weight", DEVIATION, in, out, k, k), null);
            BatchNorm norm = BatchNorm.tracked(weights, name + ".norm", out).across(group);
            blocks.add(spec.pointwise() ? pointwise(name, up, norm, out, group) : new Block(up, norm, null, null));
            in = out;
        }
        last = new TransposedConvolution(
                weights.normal("last.weight", DEVIATION, in, channels, k, k),
                weights.constant("last.bias", 0, channels));
    }

    private Block pointwise(String name, TransposedConvolution up, BatchNorm norm, int channels, ProcessGroup group) {
        Tensor weight = weights.normal(name + ".pointwise.weight", DEVIATION, channels, channels, 1, 1);
        return new Block(
                up,
                norm,
                new Convolution(weight, null, 1, 0),
                BatchNorm.tracked(weights, name + ".pointwise.norm", channels).across(group));
    }

    /**
     * Draws images.
     *
     * @param input f(x), (N, codeSize), or where it {@link #takesImages} x, (N, C, H, W) in [-1, 1]
     * @param training normalise with the batch's statistics and move the running ones
     * @return (N, C, H, W) in [-1, 1]
     */
    public Tensor forward(Tensor input, boolean training) {
        return forward(input, training, BatchNorm.MOMENTUM);
    }

    /** Replaces the running statistics of every BatchNorm by those of this batch; no gradient is kept. */
    public void recomputeStatistics(Tensor input) {
        forward(input, true, 1);
    }

    /** The same with the running statistics. */
    @Override
    public Tensor draw(Tensor input) {
        return forward(input, false);
    }

    @Override
    public String describe(Graph graph, String input) {
        try (FoldedGenerator folded = fold()) {
            return folded.describe(graph, input);
        }
    }

    @Override
    public boolean takesImages() {
        return stem != null;
    }

    /** A frozen copy with BatchNorm folded into the layers before it. */
    public FoldedGenerator fold() {
        return new FoldedGenerator(stem == null ? null : stem.fold(), activation, start, startNorm, blocks, last);
    }

    private Tensor forward(Tensor input, boolean training, double momentum) {
        Tensor codes = stem == null ? input : stem.forward(input, training, momentum);
        Tensor x = activation.forward(startNorm.forward(start.toMaps(codes), training, momentum));
        for (Block block : blocks) {
            x = activation.forward(block.norm.forward(block.up.forward(x), training, momentum));
            if (block.pointwise != null && block.pointwiseNorm != null) {
                x = activation.forward(block.pointwiseNorm.forward(block.pointwise.forward(x), training, momentum));
            }
        }
        return Tensors.channelsLast(torch.tanh(last.forward(x)));
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

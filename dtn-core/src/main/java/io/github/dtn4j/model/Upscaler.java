package io.github.dtn4j.model;

import io.github.dtn4j.model.Graph.Function;
import io.github.dtn4j.model.Graph.Operation;
import io.github.dtn4j.recipe.UpscalerSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Draws an image of T four times as large: residual blocks at the small size (Lim et al., 2017, without BatchNorm), then a
 * rearrangement of channels into pixels (Shi et al., 2016), added to the bilinear enlargement.
 */
public final class Upscaler implements AutoCloseable {
    private static final int FACTOR = UpscalerSpec.FACTOR;
    private static final int CHANNELS = 3;
    private static final double QUIET = 0.1; // a block begins as almost nothing, the whole as the bilinear enlargement

    private final Weights weights = new Weights();
    private final Convolution first;
    private final List<Block> blocks = new ArrayList<>();
    private final Convolution last;

    private record Block(Convolution first, Convolution second) {
        Tensor forward(Tensor x) {
            return x.add(second.forward(torch.relu_(first.forward(x))));
        }
    }

    /** A new network with random weights. */
    public Upscaler(UpscalerSpec spec) {
        int width = spec.width();
        first = convolution("first", CHANNELS, width, 1);
        for (int i = 1; i <= spec.blocks(); i++) {
            String name = "block" + i;
            blocks.add(new Block(
                    convolution(name + ".first", width, width, 1), convolution(name + ".second", width, width, QUIET)));
        }
        last = convolution("last", width, CHANNELS * FACTOR * FACTOR, QUIET);
    }

    private Convolution convolution(String name, int in, int out, double gain) {
        double deviation = gain * Math.sqrt(2.0 / (9 * in)); // He et al., 2015
        return new Convolution(
                weights.normal(name + ".weight", deviation, out, in, 3, 3),
                weights.constant(name + ".bias", 0, out),
                1,
                1);
    }

    /** (N, 3, H, W) in [-1, 1] to (N, 3, 4H, 4W) in [-1, 1]. */
    public Tensor forward(Tensor images) {
        Tensor x = torch.relu_(first.forward(images));
        for (Block block : blocks) {
            x = block.forward(x);
        }
        Tensor details = torch.pixel_shuffle(last.forward(x), FACTOR);
        return enlarged(images)
                .add(details)
                .clamp(new ScalarOptional(new Scalar(-1f)), new ScalarOptional(new Scalar(1f)));
    }

    /** Channel by channel: several at once would be enlarged by one algorithm or another, depending on the number of threads. */
    private static Tensor enlarged(Tensor images) {
        long height = images.size(2);
        long width = images.size(3);
        long[] size = {height * FACTOR, width * FACTOR};
        Tensor channels = images.contiguous().view(-1, 1, height, width);
        return torch.upsample_bilinear2d(channels, size, false, new DoubleOptional(), new DoubleOptional())
                .view(images.size(0), images.size(1), size[0], size[1]);
    }

    /** Tells a graph what {@link #forward} computes. */
    public String describe(Graph graph, String images) {
        String x = graph.apply(Function.RELU, first.describe(graph, "upscaler.first", images));
        for (int i = 0; i < blocks.size(); i++) {
            String name = "upscaler.block" + (i + 1);
            Block block = blocks.get(i);
            String branch = graph.apply(Function.RELU, block.first.describe(graph, name + ".first", x));
            x = graph.apply(Operation.ADD, x, block.second.describe(graph, name + ".second", branch));
        }
        String details = graph.pixelShuffle(last.describe(graph, "upscaler.last", x), FACTOR);
        return graph.clamp(graph.apply(Operation.ADD, graph.enlarge(images, FACTOR), details), -1, 1);
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

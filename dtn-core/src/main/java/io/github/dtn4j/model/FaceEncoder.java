package io.github.dtn4j.model;

import static java.util.Objects.requireNonNull;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.model.Graph.Function;
import io.github.dtn4j.model.Graph.Operation;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The 128-d face encoder: dlib's residual network of 29 convolutions (King, 2017; weights as face-api distributes them). Two
 * photos of one person lie less than about 0.6 apart.
 * The scale of every channel, and the step from [-1, 1] to the levels that it was trained on, are folded into the
 * convolutions; a grey image meets a first layer whose filters are summed over RGB.
 */
public final class FaceEncoder implements Encoder {
    /** Height and width that the network works on; other sizes are scaled to it, bilinearly, inside the graph. */
    public static final int SIDE = 150;

    /** Below this height or width an image says too little of a face. */
    public static final int SMALLEST_SIDE = 64;

    /** Length of f(x). */
    public static final int DIMENSION = 128;

    private static final float[] MEAN = {122.782f, 117.001f, 104.298f}; // levels, 0 to 255
    private static final long[] NONE = {0, 0};
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};
    private static final long[] THREE = {3, 3};
    private static final long[] SIDES = {SIDE, SIDE};
    private static final List<String> BLOCKS = List.of(
            "conv32_1",
            "conv32_2",
            "conv32_3",
            "conv64_down",
            "conv64_1",
            "conv64_2",
            "conv64_3",
            "conv128_down",
            "conv128_1",
            "conv128_2",
            "conv256_down",
            "conv256_1",
            "conv256_2",
            "conv256_down_out");

    private final KeptTensors kept = new KeptTensors();
    private final Convolution first;
    private final Convolution greyFirst;
    private final List<Block> blocks = new ArrayList<>();
    private final Tensor projection; // (256, 128)

    private record Block(Convolution first, Convolution second, boolean down) {}

    /**
     * Loads the weights that dtn-assets carries.
     *
     * @throws DtnException if they are not on the class path or damaged
     */
    public FaceEncoder() {
        this(ScalarType.Float);
    }

    /** The same in another precision, for comparisons. */
    FaceEncoder(ScalarType type) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            FaceWeights weights = FaceWeights.read("face_recognition_model");
            Convolution levels = fold(weights, "conv32_down", 2, 0);
            first = keep(FaceWeights.onUnitRange(levels, MEAN), type);
            Tensor greyWeight = first.weight().sum(new long[] {1}, true, null);
            greyFirst = new Convolution(keep(greyWeight, type), first.bias(), first.stride(), first.padding());
            for (String name : BLOCKS) {
                boolean down = name.contains("down");
                blocks.add(new Block(
                        keep(fold(weights, name + "/conv1", down ? 2 : 1, down ? 0 : 1), type),
                        keep(fold(weights, name + "/conv2", 1, 1), type),
                        down));
            }
            projection = keep(weights.get("fc"), type);
        }
    }

    /** The convolution with the scale and shift of its channels in it: s * (W x + b) + t. */
    private static Convolution fold(FaceWeights weights, String name, int stride, int padding) {
        Tensor scale = weights.get(name + "/scale/weights");
        Tensor bias = weights.get(name + "/conv/bias").mul(scale).add(weights.get(name + "/scale/biases"));
        return new Convolution(
                weights.filter(name + "/conv/filters").mul(scale.view(-1, 1, 1, 1)), bias, stride, padding);
    }

    private Tensor keep(Tensor tensor, ScalarType type) {
        return kept.keep(tensor.to(type));
    }

    private Convolution keep(Convolution convolution, ScalarType type) {
        return new Convolution(
                keep(convolution.weight(), type),
                keep(requireNonNull(convolution.bias()), type),
                convolution.stride(),
                convolution.padding());
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    /**
     * Embeds faces.
     *
     * @param images (N, 1, H, W) or (N, 3, H, W) in [-1, 1], H and W at least {@link #SMALLEST_SIDE}
     * @return (N, 128)
     * @throws DtnException if they are smaller
     */
    @Override
    public Tensor forward(Tensor images) {
        long height = images.size(2);
        long width = images.size(3);
        if (height < SMALLEST_SIDE || width < SMALLEST_SIDE) {
            throw DtnException.usage("the face encoder needs images of at least %d x %d pixels, not %d x %d"
                    .formatted(SMALLEST_SIDE, SMALLEST_SIDE, height, width));
        }
        boolean scaled = height != SIDE || width != SIDE;
        Tensor x = scaled ? torch.upsample_bilinear2d(images, SIDES, false) : images;
        x = torch.relu_((images.size(1) == 1 ? greyFirst : first).forward(x)); // (N, 32, 72, 72)
        x = torch.max_pool2d(x, THREE, TWO, NONE, ONE, false); // (N, 32, 35, 35)
        for (Block block : blocks) {
            x = block.down ? down(block, x) : residual(block, x);
        }
        return EvenProduct.of(x.mean(new long[] {2, 3}), projection, null); // (N, 256, 2, 2) to (N, 128)
    }

    private static Tensor residual(Block block, Tensor x) {
        Tensor branch = block.second.forward(torch.relu_(block.first.forward(x)));
        return torch.relu_(branch.add_(x));
    }

    /** Halves the sides. Where the branch comes out a pixel short, and the shortcut short of channels, zeros fill up. */
    private static Tensor down(Block block, Tensor x) {
        Tensor branch = block.second.forward(torch.relu_(block.first.forward(x)));
        Tensor shortcut = torch.avg_pool2d(x, 2, 2);
        long missing = shortcut.size(2) - branch.size(2);
        if (missing > 0) {
            branch = torch.constant_pad_nd(branch, 0, missing, 0, missing);
        }
        long channels = branch.size(1) - shortcut.size(1);
        if (channels > 0) {
            shortcut = torch.constant_pad_nd(shortcut, 0, 0, 0, 0, 0, channels);
        }
        return torch.relu_(branch.add_(shortcut));
    }

    @Override
    public String describe(Graph graph, String images, int side) {
        String x = FaceWindow.WHOLE.describe(graph, "f.scale", images, side, SIDE);
        x = graph.maxPool(graph.apply(Function.RELU, first.describe(graph, "f.first", x)), 3, 2);
        long maps = 35; // height and width
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            String name = "f." + BLOCKS.get(i);
            String inner = graph.apply(Function.RELU, block.first.describe(graph, name + ".first", x));
            String branch = block.second.describe(graph, name + ".second", inner);
            if (block.down) {
                long missing = maps / 2 - (maps - 1) / 2;
                branch = missing == 0 ? branch : graph.pad(branch, 0, missing, missing);
                x = graph.averagePool(x, 2);
                long channels =
                        block.first.weight().size(0) - block.first.weight().size(1);
                x = channels == 0 ? x : graph.pad(x, channels, 0, 0);
                maps /= 2;
            }
            x = graph.apply(Function.RELU, graph.apply(Operation.ADD, branch, x));
        }
        return graph.apply(Operation.MATRIX_PRODUCT, graph.mean(x, 2, 3), graph.constant("f.projection", projection));
    }

    /** How many numbers the folded network consists of. */
    long parameters() {
        return kept.numbers() - greyFirst.weight().numel();
    }

    @Override
    public void close() {
        kept.close();
    }
}

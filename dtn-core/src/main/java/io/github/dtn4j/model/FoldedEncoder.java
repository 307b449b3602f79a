package io.github.dtn4j.model;

import io.github.dtn4j.model.DigitEncoder.Block;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The digit encoder f as training and transfer use it: BatchNorm in evaluation mode is an affine map, so it is folded into the
 * convolution before it, and a grey image meets a first layer whose filters are summed over RGB, which gives the same
 * result for a third of the work.
 */
public final class FoldedEncoder implements Encoder {
    private final int imageSize;
    private final int side;
    private final List<Layer> layers = new ArrayList<>();
    private final Convolution greyFirst;
    private final Activations activation;
    private final Projection embedding;
    private final KeptTensors kept = new KeptTensors();

    private record Layer(Convolution convolution, boolean pooled) {}

    FoldedEncoder(
            int imageSize,
            int side,
            List<Block> blocks,
            Activations activation,
            Projection embedding,
            @Nullable BatchNorm normalisation) {
        this.imageSize = imageSize;
        this.side = side;
        this.activation = activation;
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            for (Block block : blocks) {
                layers.add(new Layer(kept.keep(block.convolution().fold(block.norm())), block.pooled()));
            }
            Convolution first = layers.get(0).convolution;
            greyFirst = kept.keep(new Convolution(
                    first.weight().sum(new long[] {1}, true, null), first.bias(), first.stride(), first.padding()));
            this.embedding = kept.keep(normalisation == null ? embedding.copy() : embedding.fold(normalisation));
        }
    }

    @Override
    public int dimension() {
        return (int) embedding.weight().size(1);
    }

    @Override
    public Tensor forward(Tensor images) {
        Tensor x = FaceWindow.WHOLE.look(images, side);
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            boolean grey = i == 0 && images.size(1) == 1;
            x = (grey ? greyFirst : layer.convolution).forward(x);
            // Activations never fall, so the largest of four is the same behind them, for a quarter of the work.
            x = activation.forward(layer.pooled ? torch.max_pool2d(x, 2, 2) : x);
        }
        return embedding.fromMaps(x);
    }

    @Override
    public String describe(Graph graph, String images, int side) {
        return describe(graph, "f", images);
    }

    /** Adds it to a graph, with the names of its constants behind {@code prefix}. */
    String describe(Graph graph, String prefix, String images) {
        String x = FaceWindow.WHOLE.describe(graph, prefix + ".reduced", images, imageSize, side);
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            x = activation.describe(graph, layer.convolution.describe(graph, prefix + ".conv" + (i + 1), x));
            if (layer.pooled) {
                x = graph.maxPool(x, 2, 2);
            }
        }
        return embedding.describeFromMaps(graph, prefix + ".embedding", x);
    }

    @Override
    public void close() {
        kept.close();
    }
}

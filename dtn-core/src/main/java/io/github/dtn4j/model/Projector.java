package io.github.dtn4j.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The layers between an embedding and a self-supervised loss: three linear ones, the first two with BatchNorm and ReLU (Bardes,
 * Ponce, LeCun, ICLR 2022, section 4). It takes upon itself what the loss wants and f(x) need not have, and is thrown away after
 * training.
 */
public final class Projector implements AutoCloseable {
    private final Weights weights = new Weights();
    private final Tensor first;
    private final BatchNorm firstNorm;
    private final Tensor second;
    private final BatchNorm secondNorm;
    private final Tensor third;

    /**
     * New layers with random weights (He et al., 2015).
     *
     * @param in length of the embeddings
     * @param width of each of the three layers
     */
    public Projector(int in, int width) {
        first = weights.normal("layer1.weight", Math.sqrt(2.0 / in), in, width);
        firstNorm = BatchNorm.untracked(weights, "layer1.norm", width);
        second = weights.normal("layer2.weight", Math.sqrt(2.0 / width), width, width);
        secondNorm = BatchNorm.untracked(weights, "layer2.norm", width);
        third = weights.normal("layer3.weight", 1 / Math.sqrt(width), width, width);
    }

    /** (N, in) to (N, width), normalised with the batch's own statistics. */
    public Tensor forward(Tensor code) {
        Tensor x = torch.relu(firstNorm.forward(code.mm(first), true));
        x = torch.relu(secondNorm.forward(x.mm(second), true));
        return x.mm(third);
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

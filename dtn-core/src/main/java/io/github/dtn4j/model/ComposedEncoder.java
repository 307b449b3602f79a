package io.github.dtn4j.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * f for faces: who it is, in the numbers of an identity encoder, and behind them what is visible. An identity encoder is made
 * to ignore light and colour, so that g could not know them otherwise. Both parts stay the caller's.
 */
public record ComposedEncoder(Encoder identity, Encoder visibles) implements Encoder {
    @Override
    public int dimension() {
        return identity.dimension() + visibles.dimension();
    }

    @Override
    public int visible() {
        return visibles.dimension();
    }

    @Override
    public Tensor forward(Tensor images) {
        return torch.cat(new TensorVector(identity.forward(images), visibles.forward(images)), 1);
    }

    @Override
    public String describe(Graph graph, String images, int side) {
        return graph.concatenate(identity.describe(graph, images, side), visibles.describe(graph, images, side));
    }

    @Override
    public void close() {}
}

package io.github.dtn4j.model;

import org.bytedeco.pytorch.Tensor;

/** An encoder whose embeddings are aligned for one domain; both parts stay the caller's. */
public record AlignedEncoder(Encoder encoder, Alignment alignment) implements Encoder {
    @Override
    public int dimension() {
        return encoder.dimension();
    }

    @Override
    public int visible() {
        return encoder.visible();
    }

    @Override
    public Tensor forward(Tensor images) {
        return alignment.apply(encoder.forward(images));
    }

    @Override
    public String describe(Graph graph, String images, int side) {
        return alignment.describe(graph, encoder.describe(graph, images, side));
    }

    @Override
    public void close() {}
}

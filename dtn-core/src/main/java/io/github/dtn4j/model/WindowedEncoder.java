package io.github.dtn4j.model;

import org.bytedeco.pytorch.Tensor;

/** An encoder that looks at a window of the image, scaled to the size that it works on; it stays the caller's. */
record WindowedEncoder(Encoder encoder, FaceWindow window, int side) implements Encoder {
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
        return encoder.forward(window.look(images, side));
    }

    @Override
    public String describe(Graph graph, String images, int from) {
        return encoder.describe(graph, window.describe(graph, "f.window", images, from, side), side);
    }

    @Override
    public void close() {}
}

package io.github.dtn4j.model;

import org.bytedeco.pytorch.Tensor;

/** The generator g at work: it draws, and what it draws of one input does not depend on the others in the batch. */
public interface DrawingNetwork extends AutoCloseable {
    /**
     * Draws images.
     *
     * @param input f(x), (N, codeSize), or where it {@link #takesImages} x, (N, C, H, W) in [-1, 1]
     * @return (N, C, H, W) in [-1, 1]
     */
    Tensor draw(Tensor input);

    /**
     * Tells a graph what {@link #draw} computes.
     *
     * @param input name of f(x), or of x in as many channels as the images of S have
     * @return name of the images
     */
    String describe(Graph graph, String input);

    /** True if it draws from images, grey or in the colours of S, and not from f(x). */
    boolean takesImages();

    @Override
    void close();
}

package io.github.dtn4j.model;

import io.github.dtn4j.DtnException;
import org.bytedeco.pytorch.Tensor;

/**
 * The encoder f: frozen, in evaluation mode, and differentiable with respect to its input, so that L_CONST reaches g through
 * it (paper, section 4). It holds nothing that training changes.
 */
public interface Encoder extends AutoCloseable {
    /** Length of f(x), 128 in the paper. */
    int dimension();

    /** How many of the last elements of f(x) say what is visible rather than who or what it is; mostly 0. */
    default int visible() {
        return 0;
    }

    /**
     * Embeds images.
     *
     * @param images (N, 1, H, W) or (N, 3, H, W) in [-1, 1]; a grey image means the same as its three equal channels
     * @return (N, dimension)
     */
    Tensor forward(Tensor images);

    /**
     * Tells a graph what {@link #forward} computes.
     *
     * @param images name of a value (N, C, side, side) in [-1, 1], C as this encoder was made for
     * @return name of (N, dimension)
     * @throws DtnException if it cannot, as networks cannot that come as programs
     */
    default String describe(Graph graph, String images, int side) {
        throw DtnException.usage(
                "this encoder is a program that can be run but not exported; export the generator alone, from f(x)");
    }

    @Override
    void close();
}

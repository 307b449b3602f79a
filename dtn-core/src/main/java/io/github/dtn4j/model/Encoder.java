package io.github.dtn4j.model;

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

    @Override
    void close();
}

package io.github.dtn4j.model;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Brings the embeddings of one domain to where they can be compared with those of the other. f was made for one of them, so
 * that the embeddings of the other lie elsewhere and closer together.
 */
public sealed interface Alignment extends AutoCloseable permits Standardisation, TraitAlignment {
    /** (N, dimension) to the same. */
    Tensor apply(Tensor codes);

    /** Tells a graph what {@link #apply} computes. */
    String describe(Graph graph, String codes);

    /** Length of the embeddings. */
    int dimension();

    /** Adds all tensors to {@code destination}. */
    void save(Map<String, Tensor> destination, String prefix);

    /**
     * Takes over what {@link #save} wrote.
     *
     * @throws io.github.dtn4j.DtnException if it is not there
     */
    static Alignment load(Map<String, Tensor> source, String prefix) {
        return source.containsKey(prefix + TraitAlignment.PREDICTION)
                ? TraitAlignment.load(source, prefix)
                : Standardisation.load(source, prefix);
    }

    @Override
    void close();
}

package io.github.dtn4j.model;

import io.github.dtn4j.DtnException;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Brings the embeddings of one domain to where they can be compared with those of the other. f was made for one of them, so
 * that the embeddings of the other lie elsewhere and closer together.
 */
public sealed interface Alignment extends AutoCloseable permits Standardisation, TraitAlignment, TransportAlignment {
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
        if (source.containsKey(prefix + TraitAlignment.PREDICTION)) {
            return TraitAlignment.load(source, prefix);
        }
        return source.containsKey(prefix + TransportAlignment.TRANSPORT)
                ? TransportAlignment.load(source, prefix)
                : Standardisation.load(source, prefix);
    }

    /**
     * A tensor of a file in 32 bits, which outlives its scope.
     *
     * @throws DtnException if it is missing or has another shape
     */
    static Tensor tensor(Map<String, Tensor> source, String name, long... shape) {
        Tensor tensor = source.get(name);
        if (tensor == null) {
            throw DtnException.failure("the file does not fit: tensor '%s' is missing".formatted(name));
        }
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw DtnException.failure("the file does not fit: tensor '%s' has shape %s instead of %s"
                    .formatted(name, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
        }
        return tensor.to(ScalarType.Float).retainReference();
    }

    @Override
    void close();
}

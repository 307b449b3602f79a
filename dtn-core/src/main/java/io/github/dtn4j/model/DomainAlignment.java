package io.github.dtn4j.model;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Where the embeddings of the two domains lie: f(s) and f(t) are compared once each is measured from its own centre. */
public record DomainAlignment(Alignment source, Alignment target) implements AutoCloseable {
    /** Leaves embeddings as they are. */
    public static DomainAlignment none(int dimension) {
        return new DomainAlignment(Standardisation.none(dimension), Standardisation.none(dimension));
    }

    /**
     * Takes over what {@link #save} wrote.
     *
     * @throws DtnException if it is not there
     */
    public static DomainAlignment load(Map<String, Tensor> source) {
        Alignment ofSource = Alignment.load(source, "code.source.");
        // Earlier models kept that of S alone; they never look at what they drew.
        return source.containsKey("code.target.mean")
                ? new DomainAlignment(ofSource, Standardisation.load(source, "code.target."))
                : new DomainAlignment(ofSource, Standardisation.none(ofSource.dimension()));
    }

    /** Adds both to {@code destination}. */
    public void save(Map<String, Tensor> destination) {
        source.save(destination, "code.source.");
        target.save(destination, "code.target.");
    }

    /** Those of rank 0, on all ranks of {@code group}; these must not be used any more. */
    public DomainAlignment synchronised(ProcessGroup group) {
        if (group.size() == 1) {
            return this;
        }
        try (DomainAlignment own = this;
                PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            own.save(tensors);
            tensors.replaceAll((name, tensor) -> Tensors.copy(tensor).contiguous());
            tensors.values().forEach(group::broadcast);
            return load(tensors);
        }
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}

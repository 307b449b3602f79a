package io.github.dtn4j.model;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.model.Graph.Operation;
import io.github.dtn4j.torch.Devices;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Brings the embeddings of one domain to mean 0 and variance 1, element by element. f was trained on S, so the embeddings of T
 * lie elsewhere and closer together; g and d can compare the two domains once each is measured from its own centre.
 *
 * @param mean (dimension)
 * @param deviation (dimension), above 0
 */
public record Standardisation(Tensor mean, Tensor deviation) implements Alignment {
    private static final double SMALLEST_VARIANCE = 1e-6;

    /** Changes nothing. */
    public static Standardisation none(int dimension) {
        try (PointerScope scope = new PointerScope()) {
            return new Standardisation(
                    Devices.moved(torch.zeros(dimension)).retainReference(),
                    Devices.moved(torch.ones(dimension)).retainReference());
        }
    }

    /**
     * Measures embeddings.
     *
     * @param codes (N, dimension)
     * @param weights how much each counts, (N), of sum 1
     */
    public static Standardisation of(Tensor codes, Tensor weights) {
        try (PointerScope scope = new PointerScope()) {
            Tensor mean = weights.unsqueeze(0).mm(codes).squeeze(0); // (dimension)
            Tensor variance = weights.unsqueeze(0).mm(codes.sub(mean).square()).squeeze(0);
            Tensor deviation = variance.add(new Scalar(SMALLEST_VARIANCE)).sqrt();
            return new Standardisation(mean.retainReference(), deviation.retainReference());
        }
    }

    /**
     * Takes over what {@link #save} wrote.
     *
     * @throws DtnException if it is not there or of another shape
     */
    public static Standardisation load(Map<String, Tensor> source, String prefix) {
        Tensor mean = source.get(prefix + "mean");
        Tensor deviation = source.get(prefix + "deviation");
        if (mean == null || deviation == null) {
            throw DtnException.failure(
                    "the file does not fit: tensors '%1$smean' and '%1$sdeviation' are missing".formatted(prefix));
        }
        if (mean.dim() != 1 || mean.numel() == 0 || deviation.dim() != 1 || deviation.size(0) != mean.size(0)) {
            throw DtnException.failure(
                    "the file does not fit: tensors '%1$smean' and '%1$sdeviation' are not two rows of one length"
                            .formatted(prefix));
        }
        return new Standardisation(
                mean.to(ScalarType.Float).retainReference(),
                deviation.to(ScalarType.Float).retainReference());
    }

    @Override
    public int dimension() {
        return (int) mean.size(0);
    }

    @Override
    public void save(Map<String, Tensor> destination, String prefix) {
        destination.put(prefix + "mean", mean);
        destination.put(prefix + "deviation", deviation);
    }

    @Override
    public Tensor apply(Tensor codes) {
        return codes.sub(mean).div(deviation);
    }

    /** The inverse of {@link #apply}. */
    public Tensor invert(Tensor codes) {
        return codes.mul(deviation).add(mean);
    }

    @Override
    public String describe(Graph graph, String codes) {
        String centred = graph.apply(Operation.SUBTRACT, codes, graph.constant("code.mean", mean));
        return graph.apply(Operation.DIVIDE, centred, graph.constant("code.deviation", deviation));
    }

    @Override
    public void close() {
        mean.releaseReference();
        deviation.releaseReference();
    }
}

package io.github.dtn4j.train;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.model.Weights;
import io.github.dtn4j.torch.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** One running tensor beside each weight of a network, at first 0: an optimiser's memory. */
record Moments(Map<String, Tensor> byName) implements AutoCloseable {
    static Moments of(Weights weights) {
        Map<String, Tensor> moments = new LinkedHashMap<>();
        try (PointerScope scope = new PointerScope()) {
            weights.trained()
                    .forEach((name, weight) ->
                            moments.put(name, Tensors.zerosLike(weight).retainReference()));
        }
        return new Moments(moments);
    }

    Tensor get(String name) {
        Tensor moment = byName.get(name);
        if (moment == null) {
            throw new IllegalArgumentException("no weight is named " + name);
        }
        return moment;
    }

    void save(Map<String, Tensor> destination, String prefix) {
        byName.forEach((name, moment) -> destination.put(prefix + name, moment));
    }

    /**
     * Takes over what {@link #save} wrote.
     *
     * @throws DtnException if a tensor is missing or has another shape than its weight
     */
    void load(Map<String, Tensor> source, String prefix) {
        byName.forEach((name, moment) -> {
            Tensor value = source.get(prefix + name);
            if (value == null || !Arrays.equals(value.shape(), moment.shape())) {
                throw DtnException.failure(
                        "the file does not fit the optimiser: tensor '%s%s' is missing or has the shape %s instead of %s"
                                .formatted(
                                        prefix,
                                        name,
                                        value == null ? "none" : Arrays.toString(value.shape()),
                                        Arrays.toString(moment.shape())));
            }
            moment.copy_(value);
        });
    }

    @Override
    public void close() {
        byName.values().forEach(Tensor::releaseReference);
    }
}

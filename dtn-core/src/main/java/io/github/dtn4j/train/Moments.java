package io.github.dtn4j.train;

import io.github.dtn4j.model.Weights;
import io.github.dtn4j.torch.Tensors;
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

    void load(Map<String, Tensor> source, String prefix) {
        byName.forEach((name, moment) -> {
            Tensor value = source.get(prefix + name);
            if (value == null) {
                throw new IllegalArgumentException("tensor '%s%s' is missing".formatted(prefix, name));
            }
            moment.copy_(value);
        });
    }

    @Override
    public void close() {
        byName.values().forEach(Tensor::releaseReference);
    }
}

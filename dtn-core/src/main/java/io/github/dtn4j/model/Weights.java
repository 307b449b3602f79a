package io.github.dtn4j.model;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Devices;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The named tensors of one network, in the order in which the forward pass uses them: trained ones, and buffers (BatchNorm
 * statistics) that the forward pass itself updates. Filters are kept in channels-last memory. They live until
 * {@link #close()}, whatever scope they were made in.
 */
public final class Weights implements AutoCloseable {
    static {
        Native.load();
    }

    private final Map<String, Tensor> trained = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();

    /** Adds a tensor that is trained; returns the one that the network is to use. */
    Tensor trained(String name, Tensor initial) {
        Tensor tensor = Devices.moved(Tensors.channelsLast(initial));
        tensor.requires_grad_(true);
        return keep(trained, name, tensor);
    }

    /** Adds weights drawn from a normal distribution of mean 0. */
    Tensor normal(String name, double standardDeviation, long... shape) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor tensor = torch.empty(shape);
            tensor.normal_(0, standardDeviation, new GeneratorOptional());
            return trained(name, tensor);
        }
    }

    /** Adds weights that all have one value at first. */
    Tensor constant(String name, float value, long... shape) {
        try (PointerScope scope = new PointerScope()) {
            return trained(name, torch.full(shape, new Scalar(value)));
        }
    }

    /** Adds a tensor that is saved but not trained. */
    Tensor buffer(String name, float value, long... shape) {
        try (PointerScope scope = new PointerScope()) {
            return keep(buffers, name, Devices.moved(torch.full(shape, new Scalar(value))));
        }
    }

    private static Tensor keep(Map<String, Tensor> map, String name, Tensor tensor) {
        if (map.put(name, tensor) != null) {
            throw new IllegalStateException("two tensors are named " + name);
        }
        return tensor.retainReference();
    }

    /** The trained tensors by name. */
    public Map<String, Tensor> trained() {
        return Collections.unmodifiableMap(trained);
    }

    /** All tensors by name, trained ones first. */
    public Map<String, Tensor> all() {
        Map<String, Tensor> all = new LinkedHashMap<>(trained);
        all.putAll(buffers);
        return all;
    }

    /** How many numbers are trained. */
    public long parameters() {
        return trained.values().stream().mapToLong(Tensor::numel).sum();
    }

    /**
     * Takes over the values of {@code source[prefix + name]} for every tensor.
     *
     * @throws DtnException if one is missing or has another shape
     */
    public void load(Map<String, Tensor> source, String prefix) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            all().forEach((name, tensor) -> {
                Tensor value = source.get(prefix + name);
                if (value == null || !Arrays.equals(value.shape(), tensor.shape())) {
                    throw DtnException.failure(
                            "the file does not fit the network: tensor '%s%s' is missing or has the shape %s instead of %s"
                                    .formatted(
                                            prefix,
                                            name,
                                            value == null ? "none" : Arrays.toString(value.shape()),
                                            Arrays.toString(tensor.shape())));
                }
                tensor.copy_(value);
            });
        }
    }

    /** Adds all tensors to {@code destination} under {@code prefix + name}. */
    public void save(Map<String, Tensor> destination, String prefix) {
        all().forEach((name, tensor) -> destination.put(prefix + name, tensor.detach()));
    }

    /** Forgets the gradients of the last backward pass. */
    public void clearGradients() {
        trained.values().forEach(tensor -> tensor.mutable_grad().reset());
    }

    /** Stops gradients from reaching these weights until the result is closed; they still flow through the network. */
    public Frozen freeze() {
        trained.values().forEach(tensor -> tensor.requires_grad_(false));
        return () -> trained.values().forEach(tensor -> tensor.requires_grad_(true));
    }

    /** Ends a freeze when closed. */
    @FunctionalInterface
    public interface Frozen extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        all().values().forEach(Tensor::releaseReference);
        trained.clear();
        buffers.clear();
    }
}

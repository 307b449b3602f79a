package io.github.dtn4j.model;

import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The tensors of a frozen network, in channels-last memory; they live until {@link #close()}, whatever scope they were made in. */
final class KeptTensors implements AutoCloseable {
    private final List<Tensor> tensors = new ArrayList<>();

    Tensor keep(Tensor tensor) {
        Tensor own = Tensors.channelsLast(tensor).retainReference();
        tensors.add(own);
        return own;
    }

    private @Nullable Tensor keepIfAny(@Nullable Tensor tensor) {
        return tensor == null ? null : keep(tensor);
    }

    Convolution keep(Convolution convolution) {
        return new Convolution(
                keep(convolution.weight()), keepIfAny(convolution.bias()), convolution.stride(), convolution.padding());
    }

    TransposedConvolution keep(TransposedConvolution convolution) {
        return new TransposedConvolution(keep(convolution.weight()), keepIfAny(convolution.bias()));
    }

    Projection keep(Projection projection) {
        return new Projection(
                keep(projection.weight()), keepIfAny(projection.bias()), projection.channels(), projection.side());
    }

    SeparableConvolution keep(SeparableConvolution convolution) {
        return new SeparableConvolution(
                keep(convolution.depthwise()), keep(convolution.pointwise()), convolution.stride());
    }

    /** How many numbers they hold. */
    long numbers() {
        return tensors.stream().mapToLong(Tensor::numel).sum();
    }

    @Override
    public void close() {
        tensors.forEach(Tensor::releaseReference);
        tensors.clear();
    }
}

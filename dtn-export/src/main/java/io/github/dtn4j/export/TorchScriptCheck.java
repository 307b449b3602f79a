package io.github.dtn4j.export;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.transfer.Computation;
import io.github.dtn4j.transfer.Computation.Port;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Holds a written TorchScript module against the computation that it was written from. */
final class TorchScriptCheck {
    private static final int IMAGES = 4;

    private TorchScriptCheck() {}

    /**
     * The largest difference between any two numbers that they make of the same noise; NaN where one of them is none.
     *
     * @throws DtnException if the module cannot be run, or gives something else than the computation's outputs
     */
    static double largestDifference(Computation computation, Path file) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor input = noise(computation.input());
            List<Tensor> wanted = computation.run(input);
            List<Tensor> found = run(file, input);
            if (!shapes(found).equals(shapes(wanted))) {
                throw DtnException.failure("%s gives tensors of the shapes %s where %s are expected"
                        .formatted(file, shapes(found), shapes(wanted)));
            }
            double largest = 0;
            for (int i = 0; i < wanted.size(); i++) {
                double difference = found.get(i).sub(wanted.get(i)).abs().max().item_double();
                largest = Math.max(largest, difference);
            }
            return largest;
        }
    }

    private static List<String> shapes(List<Tensor> tensors) {
        return tensors.stream().map(tensor -> Arrays.toString(tensor.shape())).toList();
    }

    private static Tensor noise(Port port) {
        long[] shape = new long[port.shape().size() + 1];
        shape[0] = IMAGES;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = port.shape().get(i - 1);
        }
        return shape.length == 2
                ? torch.randn(shape)
                : Tensors.channelsLast(torch.rand(shape).mul(new Scalar(2f)).sub(new Scalar(1f)));
    }

    private static List<Tensor> run(Path file, Tensor input) {
        try {
            JitModule module = torch.load(file.toString());
            IValue result = module.forward(new IValueVector(new IValue(input)));
            if (result.isTensor()) {
                return List.of(result.toTensor());
            }
            List<Tensor> tensors = new ArrayList<>();
            for (long i = 0; i < result.toTuple().size(); i++) {
                tensors.add(result.toTuple().elements().get(i).toTensor());
            }
            return tensors;
        } catch (RuntimeException e) { // what libtorch throws
            throw DtnException.failure("%s was written but cannot be run".formatted(file), e);
        }
    }
}

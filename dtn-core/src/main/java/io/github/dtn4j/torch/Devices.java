package io.github.dtn4j.torch;

import io.github.dtn4j.DtnException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.LayoutOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.jspecify.annotations.Nullable;

/**
 * Where the tensors of this process live and are computed with: the processor, or a CUDA device that is chosen once, before the
 * first network is made. Weights, images and numbers that come from Java or from files are moved there as they come; results are
 * moved back as they are read. Random numbers are always drawn on the processor, so that a seed means the same everywhere.
 */
public final class Devices {
    private static final Pattern NAME = Pattern.compile("cpu|cuda(?::(\\d{1,2}))?");
    private static volatile @Nullable Device chosen; // null: the processor

    private Devices() {}

    /**
     * Chooses the device for the rest of this process.
     *
     * @param name {@code cpu}, {@code cuda} for the first CUDA device, or {@code cuda:N}
     * @throws DtnException if there is none of that name, or if libtorch is one without CUDA
     */
    public static void use(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw DtnException.usage("device '%s': expected cpu, cuda, or cuda:N such as cuda:1".formatted(name));
        }
        if (name.equals("cpu")) {
            choose(null);
        } else {
            useCuda(matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1)));
        }
    }

    private static void useCuda(int index) {
        Native.load();
        if (!Context.hasCUDART()) {
            throw DtnException.usage(
                    "this libtorch has no CUDA: %s; docs/gpu.md says what is needed".formatted(Native.withoutCuda()));
        }
        long count = torch.getNumGPUs();
        if (index >= count) {
            throw DtnException.usage("there is no CUDA device %d: this machine has %s"
                    .formatted(
                            index,
                            count == 0
                                    ? "none that its driver shows"
                                    : count == 1 ? "one, cuda:0" : "cuda:0 to cuda:" + (count - 1)));
        }
        Context context = torch.globalContext();
        context.setDeterministicCuDNN(true); // the same numbers again on the same device
        context.setAllowTF32CuDNN(false); // 32 bits mean 32 bits; fewer are asked for by train.precision
        choose(new Device(DeviceType.CUDA, (byte) index).retainReference());
    }

    /** For tests, which have no CUDA device but may have another one. */
    static void choose(@Nullable Device device) {
        chosen = device;
    }

    /** Where tensors live, the processor included, for what takes a device. */
    public static DeviceOptional optional() {
        Device device = chosen;
        return device == null ? onHost() : new DeviceOptional(device);
    }

    /** True if tensors live on the processor. */
    public static boolean cpu() {
        return chosen == null;
    }

    /** What tensors live on, for libtorch's switches. */
    static DeviceType type() {
        Device device = chosen;
        return device == null ? DeviceType.CPU : device.type().intern();
    }

    /** A tensor with these values on the device; itself where it is there. */
    public static Tensor moved(Tensor tensor) {
        Device device = chosen;
        return device == null ? tensor : to(tensor, device);
    }

    /** A tensor with these values in host memory; itself where it is there. */
    static Tensor host(Tensor tensor) {
        return chosen == null ? tensor : tensor.cpu();
    }

    private static Tensor to(Tensor tensor, Device device) {
        return tensor.to(
                new ScalarTypeOptional(),
                new LayoutOptional(),
                new DeviceOptional(device),
                new BoolOptional(),
                false,
                false,
                new MemoryFormatOptional());
    }

    /** Numbers from a normal distribution of mean 0 and deviation 1, of the shape and memory format of {@code tensor}. */
    public static Tensor noiseLike(Tensor tensor) {
        if (chosen == null) {
            return torch.randn_like(tensor);
        }
        TensorOptions options = tensor.options().device(onHost());
        return moved(torch.randn_like(tensor, options, new MemoryFormatOptional()));
    }

    private static DeviceOptional onHost() {
        return new DeviceOptional(new Device(DeviceType.CPU));
    }
}

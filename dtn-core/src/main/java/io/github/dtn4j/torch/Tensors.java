package io.github.dtn4j.torch;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Moves numbers between Java and tensors. Images are uint8 (N, H, W, C) outside and float (N, C, H, W) in [-1, 1] inside. */
public final class Tensors {
    static {
        Native.load();
    }

    private Tensors() {}

    /** A float tensor of the given shape with these values, row by row. */
    public static Tensor of(float[] values, long... shape) {
        return Devices.moved(Tensor.create(values, shape));
    }

    /**
     * Where each pixel of the results of {@code grid_sampler} comes from.
     *
     * @param maps two rows of three numbers, from output to input coordinates, both from -1 to 1: of each image, or of all
     * @param shape of the results, (N, C, H, W)
     * @return (N, H, W, 2)
     */
    public static Tensor affineGrid(float[] maps, long... shape) {
        Tensor each = Tensor.create(maps, maps.length / 6, 2, 3).expand(shape[0], 2, 3);
        return Devices.moved(torch.affine_grid_generator(each, shape, false));
    }

    /** An int64 tensor (N). */
    public static Tensor of(long... values) {
        return Devices.moved(Tensor.create(values, new long[] {values.length}));
    }

    /** The values of a tensor, row by row whatever its memory format, as floats. */
    public static float[] toArray(Tensor tensor) {
        try (PointerScope scope = new PointerScope()) {
            float[] values = new float[Math.toIntExact(tensor.numel())];
            Tensor plain = Devices.host(tensor.detach()).to(ScalarType.Float).contiguous();
            new FloatPointer(plain.data_ptr()).get(values);
            return values;
        }
    }

    /** The values of an integer tensor, row by row. */
    public static long[] toLongs(Tensor tensor) {
        try (PointerScope scope = new PointerScope()) {
            long[] values = new long[Math.toIntExact(tensor.numel())];
            LongBuffer buffer = Devices.host(tensor.detach())
                    .to(ScalarType.Long)
                    .contiguous()
                    .createBuffer();
            buffer.get(values);
            return values;
        }
    }

    /**
     * Images as networks take them.
     *
     * @param pixels a direct buffer of {@code count * height * width * channels} bytes from its start, (N, H, W, C)
     * @return (N, C, H, W) floats in [-1, 1], channels-last in memory; a copy
     */
    public static Tensor images(ByteBuffer pixels, int count, int height, int width, int channels) {
        if (!pixels.isDirect() || pixels.capacity() < (long) count * height * width * channels) {
            throw new IllegalArgumentException(
                    "a direct buffer of %d images of %d x %d x %d is needed".formatted(count, height, width, channels));
        }
        Tensor bytes = torch.from_blob(
                new BytePointer(pixels.duplicate().rewind()),
                new long[] {count, height, width, channels},
                new TensorOptions(ScalarType.Byte));
        return Devices.moved(bytes) // a quarter of what the floats would be
                .to(ScalarType.Float)
                .div_(new Scalar(127.5f))
                .sub_(new Scalar(1f))
                .permute(0, 3, 1, 2);
    }

    /**
     * Images as people see them: the inverse of {@link #images}, rounded and clamped.
     *
     * @param images (N, C, H, W) in [-1, 1]
     * @return N * H * W * C bytes
     */
    public static byte[] toBytes(Tensor images) {
        try (PointerScope scope = new PointerScope()) {
            byte[] values = new byte[Math.toIntExact(images.numel())];
            ByteBuffer buffer = Devices.host(images.detach()
                            .permute(0, 2, 3, 1)
                            .add(new Scalar(1f))
                            .mul_(new Scalar(127.5f))
                            .round_()
                            .clamp_(new ScalarOptional(new Scalar(0f)), new ScalarOptional(new Scalar(255f)))
                            .to(ScalarType.Byte)
                            .contiguous())
                    .createBuffer();
            buffer.get(values);
            return values;
        }
    }

    /** The rows {@code from} (inclusive) to {@code to} (exclusive) of a tensor, sharing its memory. */
    public static Tensor rows(Tensor tensor, long from, long to) {
        return tensor.slice(0, new LongOptional(from), new LongOptional(to), 1);
    }

    /** The tensors one after another along their first dimension. */
    public static Tensor concatenate(Tensor... parts) {
        return torch.cat(new TensorVector(parts), 0);
    }

    /** A copy with the same values, apart from the graph, in the same memory format. */
    public static Tensor copy(Tensor tensor) {
        return tensor.detach().clone();
    }

    /**
     * A tensor in channels-last memory; itself where it is already, or where it has not four dimensions. One channel lies
     * the same in either format: it gets the strides by which the next convolution knows it as channels-last.
     */
    public static Tensor channelsLast(Tensor tensor) {
        if (tensor.dim() != 4) {
            return tensor;
        }
        if (tensor.size(1) == 1 && tensor.is_contiguous()) {
            return tensor.view(tensor.size(0), tensor.size(2), tensor.size(3), 1)
                    .permute(0, 3, 1, 2);
        }
        return tensor.contiguous(MemoryFormat.ChannelsLast);
    }

    /** Images (N, C, H, W) with so many channels: a grey image means equal ones. Themselves where they have them already. */
    public static Tensor withChannels(Tensor images, long channels) {
        return images.size(1) == channels ? images : channelsLast(images.expand(-1, channels, -1, -1));
    }

    /** True if every value is a number; of floats, that their sum stays one, too. */
    public static boolean finite(Tensor tensor) {
        try (PointerScope scope = new PointerScope()) {
            return Double.isFinite(tensor.sum().item_double());
        }
    }

    /** Zeros of the shape and memory format of {@code tensor}, without a gradient. */
    public static Tensor zerosLike(Tensor tensor) {
        Tensor zeros = copy(tensor);
        zeros.zero_();
        return zeros;
    }
}

package io.github.dtn4j.train;

import io.github.dtn4j.recipe.UpscalerSpec;
import io.github.dtn4j.torch.Devices;
import io.github.dtn4j.torch.Tensors;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Spoils clean drawings as a generator does: soft outlines, weak contrast, blotches of colour, speckle; each image by itself. */
final class ImageDegrader {
    private static final int BLUR_REACH = 3; // pixels each way
    private static final int BLOTCH = 4; // pixels across: what is as large as a cheek is its colour, not a fault
    private static final double CLEAN = 0.15; // share of images that stay as they are

    private final UpscalerSpec settings;

    ImageDegrader(UpscalerSpec settings) {
        this.settings = settings;
    }

    /** (N, C, H, W) in [-1, 1] to the same, at times a little beyond. */
    Tensor apply(Tensor images, SplittableRandom random) {
        int count = (int) images.size(0);
        boolean[] clean = new boolean[count];
        for (int i = 0; i < count; i++) {
            clean[i] = random.nextDouble() < CLEAN;
        }
        Tensor x = blurred(images, clean, random);
        Tensor contrast =
                perImage(clean, 1, () -> settings.contrast() + (1 - settings.contrast()) * random.nextDouble());
        Tensor mean = x.mean(new long[] {2, 3}, true, null);
        x = x.sub(mean).mul(contrast).add(mean);
        Tensor blotches = Devices.moved(
                torch.randn(images.size(0), images.size(1), blotches(images.size(2)), blotches(images.size(3))));
        long[] size = {images.size(2), images.size(3)};
        Tensor smooth = torch.upsample_bilinear2d(blotches, size, false, new DoubleOptional(), new DoubleOptional());
        x = x.add(smooth.mul(perImage(clean, 0, () -> settings.blotches() * random.nextDouble())));
        x = x.add(Devices.noiseLike(images).mul(perImage(clean, 0, () -> settings.noise() * random.nextDouble())));
        return Tensors.channelsLast(x);
    }

    private static long blotches(long pixels) {
        return Math.max(1, pixels / BLOTCH);
    }

    private static Tensor perImage(boolean[] clean, double neutral, DoubleSupplier value) {
        float[] values = new float[clean.length];
        for (int i = 0; i < values.length; i++) {
            double drawn = value.getAsDouble();
            values[i] = (float) (clean[i] ? neutral : drawn);
        }
        return Tensors.of(values, values.length, 1, 1, 1);
    }

    private Tensor blurred(Tensor images, boolean[] clean, SplittableRandom random) {
        int count = (int) images.size(0);
        int channels = (int) images.size(1);
        int side = 2 * BLUR_REACH + 1;
        float[] kernels = new float[count * channels * side * side];
        for (int i = 0; i < count; i++) {
            double drawn = settings.blur() * random.nextDouble();
            float[] kernel = gaussian(clean[i] ? 0 : drawn);
            for (int c = 0; c < channels; c++) {
                System.arraycopy(kernel, 0, kernels, (i * channels + c) * kernel.length, kernel.length);
            }
        }
        long[] reach = {BLUR_REACH, BLUR_REACH, BLUR_REACH, BLUR_REACH};
        Tensor padded = torch.replication_pad2d(images.contiguous(), reach);
        Tensor blurred = torch.conv2d(
                padded.view(1, (long) count * channels, padded.size(2), padded.size(3)),
                Tensors.of(kernels, (long) count * channels, 1, side, side),
                new TensorOptional(),
                new long[] {1, 1},
                new long[] {0, 0},
                new long[] {1, 1},
                (long) count * channels);
        return blurred.view(images.shape());
    }

    /** A square of weights that sum to 1; deviation 0: the middle alone. */
    private static float[] gaussian(double deviation) {
        int side = 2 * BLUR_REACH + 1;
        double spread = Math.max(deviation, 0.05);
        double[] line = new double[side];
        double sum = 0;
        for (int i = 0; i < side; i++) {
            line[i] = Math.exp(-Math.pow((i - BLUR_REACH) / spread, 2) / 2);
            sum += line[i];
        }
        float[] square = new float[side * side];
        for (int i = 0; i < square.length; i++) {
            square[i] = (float) (line[i / side] * line[i % side] / (sum * sum));
        }
        return square;
    }
}

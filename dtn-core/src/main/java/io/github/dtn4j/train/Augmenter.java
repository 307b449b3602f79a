package io.github.dtn4j.train;

import io.github.dtn4j.recipe.Augmentation;
import io.github.dtn4j.torch.Devices;
import io.github.dtn4j.torch.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/** Applies an {@link Augmentation} to a batch, every image with numbers of its own. */
final class Augmenter {
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f}; // ITU-R BT.601

    private static final long[] ALL_OF_AN_IMAGE = {1, 2, 3};

    private final Augmentation settings;

    Augmenter(Augmentation settings) {
        this.settings = settings;
    }

    /** A changed copy of {@code images}, (N, C, H, W) in [-1, 1]. */
    Tensor apply(Tensor images, SplittableRandom random) {
        Tensor x = new RandomWarp(settings.warp()).apply(images, random);
        if (images.size(1) == 3) {
            x = grey(x, random);
        }
        return noise(cutout(contrast(x.mul(signs(images.size(0), random)), random), random), random);
    }

    private Tensor grey(Tensor images, SplittableRandom random) {
        Tensor grey = images.mul(Tensors.of(LUMA, 1, 3, 1, 1)).sum(new long[] {1}, true, null);
        Tensor share = perImage(
                images.size(0), () -> random.nextDouble() < settings.greyProbability() ? 1 : 0); // (N, 1, 1, 1)
        return images.add(grey.sub(images).mul(share));
    }

    private Tensor signs(long count, SplittableRandom random) {
        return perImage(count, () -> random.nextDouble() < settings.invertProbability() ? -1 : 1);
    }

    /** Contrast about the image's own mean, then brightness. */
    private Tensor contrast(Tensor images, SplittableRandom random) {
        Tensor mean = images.mean(ALL_OF_AN_IMAGE, true, null);
        Tensor factor = perImage(
                images.size(0), () -> RandomWarp.logUniform(settings.contrastMin(), settings.contrastMax(), random));
        Tensor offset = perImage(images.size(0), () -> RandomWarp.symmetric(settings.brightness(), random));
        return images.sub(mean)
                .mul_(factor)
                .add_(mean)
                .add_(offset)
                .clamp_(new ScalarOptional(new Scalar(-1f)), new ScalarOptional(new Scalar(1f)));
    }

    /** Sets a square of each image, wherever it lies, to 0. */
    private Tensor cutout(Tensor images, SplittableRandom random) {
        if (settings.cutout() == 0) {
            return images;
        }
        int count = (int) images.size(0);
        int side = (int) images.size(2);
        float[] kept = new float[count * side * side];
        Arrays.fill(kept, 1);
        for (int i = 0; i < count; i++) {
            int hole = (int) (random.nextDouble() * settings.cutout() * side);
            int top = random.nextInt(side) - hole / 2;
            int left = random.nextInt(side) - hole / 2;
            for (int y = Math.max(0, top); y < Math.min(side, top + hole); y++) {
                int row = (i * side + y) * side;
                Arrays.fill(kept, row + Math.max(0, left), row + Math.max(0, Math.min(side, left + hole)), 0);
            }
        }
        return images.mul(Tensors.of(kept, count, 1, side, side));
    }

    private Tensor noise(Tensor images, SplittableRandom random) {
        if (settings.noise() == 0) {
            return images;
        }
        Tensor deviation = perImage(images.size(0), () -> random.nextDouble() * settings.noise());
        return images.add(Devices.noiseLike(images).mul_(deviation));
    }

    private static Tensor perImage(long count, DoubleSupplier value) {
        float[] values = new float[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.getAsDouble();
        }
        return Tensors.of(values, count, 1, 1, 1);
    }
}

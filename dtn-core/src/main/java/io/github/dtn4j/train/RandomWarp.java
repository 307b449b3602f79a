package io.github.dtn4j.train;

import io.github.dtn4j.recipe.Warp;
import io.github.dtn4j.torch.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Applies a {@link Warp} to a batch, every image with a map of its own; bilinear, the border repeated. Differentiable. */
record RandomWarp(Warp warp) {
    private static final long BILINEAR = 0;
    private static final long BORDER = 1;
    private static final int MAP = 6; // numbers of a map

    /** (N, C, H, W) to the same. */
    Tensor apply(Tensor images, SplittableRandom random) {
        return apply(images, random, (int) images.size(0), BatchShard.ALL);
    }

    /**
     * The same for a part of a batch.
     *
     * @param count images of the whole batch
     * @param shard which of them these are
     */
    Tensor apply(Tensor images, SplittableRandom random, int count, BatchShard shard) {
        if (warp.none()) {
            return images;
        }
        Tensor grid = Tensors.affineGrid(shard.of(maps(count, random), MAP), images.shape());
        return Tensors.channelsLast(torch.grid_sampler_2d(images, grid, BILINEAR, BORDER, false));
    }

    /** A map for each image, (N, 2, 3), row by row. */
    private float[] maps(int count, SplittableRandom random) {
        float[] maps = new float[MAP * count]; // from output to input coordinates, both from -1 to 1
        for (int i = 0; i < count; i++) {
            double angle = Math.toRadians(symmetric(warp.rotationDegrees(), random));
            double scale = logUniform(warp.scaleMin(), warp.scaleMax(), random);
            double aspect = Math.exp(symmetric(warp.aspect(), random));
            double shear = symmetric(warp.shear(), random);
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            double scaleX = scale * aspect;
            double scaleY = scale / aspect;
            maps[MAP * i] = (float) (cos / scaleX);
            maps[MAP * i + 1] = (float) ((cos * shear - sin) / scaleY);
            maps[MAP * i + 2] = (float) (2 * symmetric(warp.shift(), random));
            maps[MAP * i + 3] = (float) (sin / scaleX);
            maps[MAP * i + 4] = (float) ((sin * shear + cos) / scaleY);
            maps[MAP * i + 5] = (float) (2 * symmetric(warp.shift(), random));
        }
        return maps;
    }

    static double symmetric(double limit, SplittableRandom random) {
        return (2 * random.nextDouble() - 1) * limit;
    }

    static double logUniform(double minimum, double maximum, SplittableRandom random) {
        return minimum * Math.pow(maximum / minimum, random.nextDouble());
    }
}

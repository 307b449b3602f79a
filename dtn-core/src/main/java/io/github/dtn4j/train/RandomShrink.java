package io.github.dtn4j.train;

import io.github.dtn4j.torch.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Reduces every second batch to a random size and enlarges it again: what f alone could see in fine texture is lost.
 *
 * @param least share of the side that is left at least; 1: nothing is done
 */
record RandomShrink(double least) {
    /** (N, C, H, W) to the same; differentiable. */
    Tensor apply(Tensor images, SplittableRandom random) {
        if (least == 1 || random.nextBoolean()) {
            return images;
        }
        long side = images.size(2);
        long small = Math.max(1, Math.round(side * (least + (1 - least) * random.nextDouble())));
        Tensor reduced = torch.adaptive_avg_pool2d(images, small, small);
        return Tensors.channelsLast(torch.upsample_bilinear2d(
                reduced, new long[] {side, images.size(3)}, false, new DoubleOptional(), new DoubleOptional()));
    }
}

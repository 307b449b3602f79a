package io.github.dtn4j.train;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Moves a batch of images by one random offset; what comes in at the border is black. Differentiable.
 *
 * @param pixels largest offset each way; 0: images stay as they are
 */
record RandomShift(int pixels) {
    /** (N, C, H, W) to the same. */
    Tensor apply(Tensor images, SplittableRandom random) {
        if (pixels == 0) {
            return images;
        }
        Tensor padded = torch.constant_pad_nd(images, new long[] {pixels, pixels, pixels, pixels}, new Scalar(-1f));
        return padded.narrow(2, random.nextInt(2 * pixels + 1), images.size(2))
                .narrow(3, random.nextInt(2 * pixels + 1), images.size(3));
    }
}

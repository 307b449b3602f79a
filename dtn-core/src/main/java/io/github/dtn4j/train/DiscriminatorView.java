package io.github.dtn4j.train;

import io.github.dtn4j.recipe.DiscriminatorSpec;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What D sees of an image: the image moved at random and with noise, the same for real and for transferred ones, so that D
 * cannot learn the training images by heart (Zhao et al., 2020). Differentiable.
 */
record DiscriminatorView(int shift, double noise) {
    static DiscriminatorView of(DiscriminatorSpec spec) {
        return new DiscriminatorView(spec.shift(), spec.noise());
    }

    Tensor of(Tensor images, SplittableRandom random) {
        Tensor x = images;
        if (shift > 0) {
            long height = images.size(2);
            long width = images.size(3);
            Tensor padded = torch.constant_pad_nd(x, new long[] {shift, shift, shift, shift}, new Scalar(-1f));
            x = padded.narrow(2, random.nextInt(2 * shift + 1), height).narrow(3, random.nextInt(2 * shift + 1), width);
        }
        return noise > 0 ? x.add(torch.randn_like(x), new Scalar(noise)) : x;
    }
}

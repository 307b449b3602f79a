package io.github.dtn4j.train;

import io.github.dtn4j.recipe.DiscriminatorSpec;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What D sees of images: the batch moved at random and with noise, in the same way for real and for transferred ones, so
 * that D cannot learn the training images by heart (Zhao et al., 2020). Differentiable.
 */
record DiscriminatorView(RandomShift shift, double noise, double noiseEnd, Rows rows) {
    static DiscriminatorView of(DiscriminatorSpec spec, Rows rows) {
        return new DiscriminatorView(new RandomShift(spec.shift()), spec.noise(), spec.noiseEnd(), rows);
    }

    /**
     * A view of images, (N, C, H, W).
     *
     * @param progress share of the run that is done, 0 to 1
     */
    Tensor of(Tensor images, double progress, SplittableRandom random) {
        Tensor x = shift.apply(images, random);
        double deviation = noise + (noiseEnd - noise) * progress;
        return deviation > 0 ? x.add(rows.normal(x, 1), new Scalar(deviation)) : x;
    }
}

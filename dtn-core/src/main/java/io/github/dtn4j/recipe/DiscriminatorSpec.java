package io.github.dtn4j.recipe;

import java.util.List;

/**
 * The discriminator D: convolutions with stride 2 and activation, then one convolution over what remains.
 *
 * @param classes 3: G(s), G(t) and t are told apart (the paper's D, eq. 3); 2: G(s) and G(t) against t by one logit
 * @param widths channels of each convolution
 * @param kernel side of the convolutions, 3 to 5
 * @param patches a second network of two convolutions classifies every patch, of 10 x 10 pixels with a kernel of 4; its losses and those of the whole
 *     image are averaged
 * @param activation behind each convolution
 * @param slope negative slope of the leaky ReLU
 * @param shift D sees its images moved by up to this many pixels each way, one offset for the images of a batch, drawn
 *     anew each time it sees some, and differentiable for g; 0: as they are
 */
public record DiscriminatorSpec(
        int classes,
        List<Integer> widths,
        int kernel,
        boolean patches,
        Activation activation,
        double slope,
        int shift) {
    public DiscriminatorSpec {
        widths = List.copyOf(widths);
        Check.that(classes == 2 || classes == 3, "discriminator.classes", classes, "2 or 3");
        Check.that(
                !widths.isEmpty() && widths.size() <= 6 && widths.stream().allMatch(w -> w >= 1 && w <= 4096),
                "discriminator.widths",
                widths,
                "1 to 6 channel counts from 1 to 4096");
        Check.that(kernel >= 3 && kernel <= 5, "discriminator.kernel", kernel, "3, 4 or 5");
        Check.fraction("discriminator.slope", slope);
        Check.that(shift >= 0 && shift <= 16, "discriminator.shift", shift, "between 0 and 16");
    }
}

package io.github.dtn4j.recipe;

import java.util.List;

/**
 * The generator g: f(x), or what stands in for it, is projected to {@code widths[0]} maps, then blocks of transposed
 * convolution (stride 2), BatchNorm and activation follow, and a last transposed convolution with tanh.
 *
 * @param input what it draws from
 * @param widths channels after the projection and after each block but the last; the image side is the start's side times
 *     2 to the power of {@code widths.size()}
 * @param kernel side of the transposed convolutions, 3 or 4
 * @param pointwise a 1x1 convolution with BatchNorm and activation after each block (the paper's face network)
 * @param activation behind each BatchNorm
 * @param slope negative slope of the leaky ReLU
 */
public record GeneratorSpec(
        Input input, List<Integer> widths, int kernel, boolean pointwise, Activation activation, double slope) {
    /** What a generator draws from. */
    public enum Input {
        /** f(x), as in the paper's G = g ∘ f. */
        CODES,
        /** x itself, through an encoder of f's shape that is trained together with g: G does not contain f (table 1). */
        IMAGES
    }

    public GeneratorSpec {
        widths = List.copyOf(widths);
        Check.that(
                !widths.isEmpty() && widths.size() <= 6 && widths.stream().allMatch(w -> w >= 1 && w <= 4096),
                "generator.widths",
                widths,
                "1 to 6 channel counts from 1 to 4096");
        Check.that(kernel == 3 || kernel == 4, "generator.kernel", kernel, "3 or 4");
        Check.fraction("generator.slope", slope);
    }
}

package io.github.dtn4j.recipe;

/**
 * The network that enlarges images of T four times, and how it is trained: images of T at the large size are the targets, the
 * same images reduced and spoiled the inputs.
 *
 * @param images large images of T; empty: there is no upscaler
 * @param size their height and width in pixels, four times {@link DataSpec#imageSize}
 * @param width channels of the hidden layers
 * @param blocks residual blocks
 * @param steps of the training
 * @param batch images a step
 * @param crop side of the piece of a reduced image that a step sees, in pixels
 * @param edgeWeight of the differences between neighbouring pixels in the loss
 * @param noise largest standard deviation of the noise on the input
 * @param blotches largest standard deviation of the colour blotches on the input
 * @param blur largest radius (standard deviation) of the blur of the input, in pixels
 * @param contrast least contrast of the input
 * @param optimizer of its weights
 */
public record UpscalerSpec(
        String images,
        int size,
        int width,
        int blocks,
        int steps,
        int batch,
        int crop,
        double edgeWeight,
        double noise,
        double blotches,
        double blur,
        double contrast,
        OptimizerSpec optimizer) {
    /** How many times larger the output is. */
    public static final int FACTOR = 4;

    public UpscalerSpec {
        Check.that(
                size >= 8 * FACTOR && size <= 1024 && size % FACTOR == 0,
                "upscaler.size",
                size,
                "a multiple of 4 between 32 and 1024");
        Check.that(width >= 1 && width <= 256, "upscaler.width", width, "between 1 and 256");
        Check.that(blocks >= 0 && blocks <= 32, "upscaler.blocks", blocks, "between 0 and 32");
        Check.atLeast(1, "upscaler.steps", steps);
        Check.that(batch >= 1 && batch <= 1024, "upscaler.batch", batch, "between 1 and 1024");
        Check.that(
                crop >= 8 && crop <= size / FACTOR, "upscaler.crop", crop, "between 8 and a quarter of upscaler.size");
        Check.notNegative("upscaler.edgeWeight", edgeWeight);
        Check.notNegative("upscaler.noise", noise);
        Check.notNegative("upscaler.blotches", blotches);
        Check.that(blur >= 0 && blur <= 2, "upscaler.blur", blur, "between 0 and 2");
        Check.that(contrast > 0 && contrast <= 1, "upscaler.contrast", contrast, "above 0 and at most 1");
    }

    /** True if a run has an upscaler. */
    public boolean wanted() {
        return !images.isEmpty();
    }
}

package io.github.dtn4j.recipe;

/**
 * Random changes to the images that f is trained on, each drawn anew for every image.
 *
 * @param rotationDegrees turned by up to this angle each way
 * @param scale enlarged or shrunk by up to this share
 * @param shift moved by up to this share of the side in each direction
 * @param shear slanted by up to this factor each way
 * @param invertProbability chance of a negative
 * @param greyProbability chance that colour is removed
 * @param contrast contrast changed by up to this share
 * @param brightness brightness changed by up to this share of the range
 * @param blurProbability chance of a 3x3 binomial blur
 * @param noise standard deviation of Gaussian noise, as a share of half the range, for a random half of the images
 * @param cutout side of a random square that is blanked, in pixels; 0: none
 */
public record Augmentation(
        double rotationDegrees,
        double scale,
        double shift,
        double shear,
        double invertProbability,
        double greyProbability,
        double contrast,
        double brightness,
        double blurProbability,
        double noise,
        int cutout) {
    public Augmentation {
        Check.that(
                rotationDegrees >= 0 && rotationDegrees <= 180,
                "augmentation.rotationDegrees",
                rotationDegrees,
                "between 0 and 180");
        Check.that(scale >= 0 && scale < 1, "augmentation.scale", scale, "at least 0 and below 1");
        Check.fraction("augmentation.shift", shift);
        Check.fraction("augmentation.shear", shear);
        Check.fraction("augmentation.invertProbability", invertProbability);
        Check.fraction("augmentation.greyProbability", greyProbability);
        Check.fraction("augmentation.contrast", contrast);
        Check.fraction("augmentation.brightness", brightness);
        Check.fraction("augmentation.blurProbability", blurProbability);
        Check.notNegative("augmentation.noise", noise);
        Check.that(cutout >= 0 && cutout <= 64, "augmentation.cutout", cutout, "between 0 and 64");
    }
}

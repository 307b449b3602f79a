package io.github.dtn4j.recipe;

/**
 * Random changes to the images that f is trained on, each drawn anew for every image, applied in this order: warp,
 * grey, negative, contrast and brightness, cutout, noise.
 *
 * @param warp the affine map
 * @param greyProbability chance that colour is removed
 * @param invertProbability chance of a negative
 * @param contrastMin smallest contrast as a factor
 * @param contrastMax largest contrast as a factor; log-uniform between the two
 * @param brightness brightness moved by up to this much, where images range from -1 to 1
 * @param cutout a square of up to this share of the side becomes mid-grey (DeVries and Taylor, 2017); its side is uniform from 0
 * @param noise largest standard deviation of Gaussian noise; uniform from 0
 */
public record Augmentation(
        Warp warp,
        double greyProbability,
        double invertProbability,
        double contrastMin,
        double contrastMax,
        double brightness,
        double cutout,
        double noise) {
    public Augmentation {
        Check.fraction("augmentation.greyProbability", greyProbability);
        Check.fraction("augmentation.invertProbability", invertProbability);
        Check.that(
                contrastMin > 0 && contrastMin <= contrastMax && contrastMax <= 10,
                "augmentation.contrastMin",
                contrastMin,
                "above 0 and at most augmentation.contrastMax, which is at most 10");
        Check.notNegative("augmentation.brightness", brightness);
        Check.fraction("augmentation.cutout", cutout);
        Check.notNegative("augmentation.noise", noise);
    }
}

package io.github.dtn4j.recipe;

/**
 * Random changes to the images that f is trained on, each drawn anew for every image, applied in this order: one affine map,
 * grey, negative, contrast and brightness, noise.
 *
 * @param rotationDegrees turned by up to this angle each way
 * @param scaleMin smallest size as a factor
 * @param scaleMax largest size as a factor; log-uniform between the two
 * @param aspect wider and lower, or narrower and higher, by up to this logarithm
 * @param shear slanted by up to this factor each way
 * @param shift moved by up to this share of the side in each direction
 * @param greyProbability chance that colour is removed
 * @param invertProbability chance of a negative
 * @param contrastMin smallest contrast as a factor
 * @param contrastMax largest contrast as a factor; log-uniform between the two
 * @param brightness brightness moved by up to this much, where images range from -1 to 1
 * @param noise largest standard deviation of Gaussian noise; uniform from 0
 */
public record Augmentation(
        double rotationDegrees,
        double scaleMin,
        double scaleMax,
        double aspect,
        double shear,
        double shift,
        double greyProbability,
        double invertProbability,
        double contrastMin,
        double contrastMax,
        double brightness,
        double noise) {
    public Augmentation {
        Check.that(
                rotationDegrees >= 0 && rotationDegrees <= 180,
                "augmentation.rotationDegrees",
                rotationDegrees,
                "between 0 and 180");
        range("augmentation.scale", scaleMin, scaleMax);
        Check.fraction("augmentation.aspect", aspect);
        Check.fraction("augmentation.shear", shear);
        Check.fraction("augmentation.shift", shift);
        Check.fraction("augmentation.greyProbability", greyProbability);
        Check.fraction("augmentation.invertProbability", invertProbability);
        range("augmentation.contrast", contrastMin, contrastMax);
        Check.notNegative("augmentation.brightness", brightness);
        Check.notNegative("augmentation.noise", noise);
    }

    private static void range(String key, double minimum, double maximum) {
        Check.that(
                minimum > 0 && minimum <= maximum && maximum <= 10,
                key + "Min",
                minimum,
                "above 0 and at most " + key + "Max");
    }
}

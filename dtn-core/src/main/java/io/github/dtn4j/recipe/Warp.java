package io.github.dtn4j.recipe;

/**
 * A random affine map of an image, drawn anew for each one.
 *
 * @param rotationDegrees turned by up to this angle each way
 * @param scaleMin smallest size as a factor
 * @param scaleMax largest size as a factor; log-uniform between the two
 * @param aspect wider and lower, or narrower and higher, by up to this logarithm
 * @param shear slanted by up to this factor each way
 * @param shift moved by up to this share of the side in each direction
 */
public record Warp(
        double rotationDegrees, double scaleMin, double scaleMax, double aspect, double shear, double shift) {
    public Warp {
        Check.that(
                rotationDegrees >= 0 && rotationDegrees <= 180,
                "warp.rotationDegrees",
                rotationDegrees,
                "between 0 and 180");
        Check.that(
                scaleMin > 0 && scaleMin <= scaleMax && scaleMax <= 10,
                "warp.scaleMin",
                scaleMin,
                "above 0 and at most warp.scaleMax, which is at most 10");
        Check.fraction("warp.aspect", aspect);
        Check.fraction("warp.shear", shear);
        Check.fraction("warp.shift", shift);
    }

    /** True if every image stays as it is. */
    public boolean none() {
        return rotationDegrees == 0 && scaleMin == 1 && scaleMax == 1 && aspect == 0 && shear == 0 && shift == 0;
    }
}

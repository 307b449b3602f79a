package io.github.dtn4j.model;

import io.github.dtn4j.recipe.FaceView;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Where things lie in a face that is aligned by its eyes: measured on the median LFW photo, and in the frame of the cartoon
 * faces.
 *
 * @param hair what shows hair in all but bald people
 * @param leftUnderJaw beside and below the jaw, where long hair falls
 * @param rightUnderJaw the same at the other side
 */
record FaceRegions(
        Box leftCheek,
        Box rightCheek,
        List<Patch> hair,
        Box forehead,
        Box leftUnderJaw,
        Box rightUnderJaw,
        Box chin,
        Box upperLip,
        Box leftJaw,
        Box rightJaw,
        Box mouth,
        Box bridge) {

    /** A part of a crop, in shares of its side from its left and upper border. */
    record Box(double left, double right, double top, double bottom) {
        /** The pixels within: (N, C, H, W) to (N, C, h, w). */
        Tensor cut(Tensor images) {
            long width = images.size(3);
            long height = images.size(2);
            return images.narrow(3, x(width), columns(width)).narrow(2, y(height), rows(height));
        }

        /** The first column of an image so wide that lies within. */
        long x(long width) {
            return Math.round(left * width);
        }

        /** The first row of an image so high that lies within. */
        long y(long height) {
            return Math.round(top * height);
        }

        /** How many columns of an image so wide lie within. */
        long columns(long width) {
            return Math.max(1, Math.round(right * width) - x(width));
        }

        /** How many rows of an image so high lie within. */
        long rows(long height) {
            return Math.max(1, Math.round(bottom * height) - y(height));
        }

        /** Mean of the pixels within: (N, C, H, W) to (N, C). */
        Tensor mean(Tensor images) {
            return cut(images).mean(new long[] {2, 3}, false, null);
        }
    }

    /** A region with its share in a mean. */
    record Patch(Box box, double share) {}

    static FaceRegions of(FaceView view) {
        return switch (view) {
            case PHOTO -> photo();
            case DRAWING -> drawing();
        };
    }

    private static FaceRegions photo() {
        return new FaceRegions(
                new Box(0.20, 0.36, 0.52, 0.66),
                new Box(0.62, 0.78, 0.52, 0.66),
                List.of(
                        new Patch(new Box(0.25, 0.72, 0.00, 0.06), 0.6),
                        new Patch(new Box(0.10, 0.25, 0.00, 0.12), 0.2),
                        new Patch(new Box(0.72, 0.87, 0.00, 0.12), 0.2)),
                new Box(0.38, 0.60, 0.14, 0.25),
                new Box(0.00, 0.08, 0.70, 1.00),
                new Box(0.89, 0.97, 0.70, 1.00),
                new Box(0.36, 0.62, 0.87, 0.97),
                new Box(0.40, 0.58, 0.665, 0.71),
                new Box(0.20, 0.30, 0.74, 0.88),
                new Box(0.68, 0.78, 0.74, 0.88),
                new Box(0.36, 0.62, 0.72, 0.84),
                new Box(0.43, 0.54, 0.33, 0.43));
    }

    private static FaceRegions drawing() {
        return new FaceRegions(
                new Box(0.28, 0.40, 0.64, 0.74),
                new Box(0.60, 0.72, 0.64, 0.74),
                List.of(new Patch(new Box(0.36, 0.64, 0.10, 0.22), 1)),
                new Box(0.40, 0.60, 0.31, 0.40),
                new Box(0.08, 0.22, 0.82, 1.00),
                new Box(0.78, 0.92, 0.82, 1.00),
                new Box(0.42, 0.58, 0.90, 0.97),
                new Box(0.42, 0.58, 0.755, 0.79),
                new Box(0.27, 0.36, 0.76, 0.86),
                new Box(0.64, 0.73, 0.76, 0.86),
                new Box(0.38, 0.62, 0.79, 0.90),
                new Box(0.46, 0.54, 0.46, 0.54));
    }
}

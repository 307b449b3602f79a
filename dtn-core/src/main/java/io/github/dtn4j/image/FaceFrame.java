package io.github.dtn4j.image;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The square crop of a face that the encoder expects: turned, scaled and moved so that the centres of the eyes come to lie
 * where they lie on the median photo of Labeled Faces in the Wild, deep-funneled, cut to its middle 120 of 250 pixels.
 *
 * @param side height and width of the crop, in pixels
 * @param a {@code a} and {@code b} turn and scale from crop to photo: x = a u - b v + left
 * @param b y = b u + a v + top
 * @param left where in the photo the crop's upper left corner lies, x
 * @param top the same, y
 */
public record FaceFrame(int side, double a, double b, double left, double top) {
    /** x of the eye at the left of a crop, as a share of its side. */
    public static final double LEFT_EYE_X = 0.327;

    /** x of the eye at the right. */
    public static final double RIGHT_EYE_X = 0.673;

    /** y of both eyes. */
    public static final double EYES_Y = 0.389;

    private static final int MOST_SAMPLES = 16; // in a row, for a pixel of the crop

    /** The frame of {@code side} pixels around a face with these landmarks. */
    public static FaceFrame of(Landmarks face, int side) {
        return of(face.leftEye(), face.rightEye(), side);
    }

    /** The frame of {@code side} pixels around a face whose eyes have these centres; they must not coincide. */
    public static FaceFrame of(Point leftEye, Point rightEye, int side) {
        double distance = (RIGHT_EYE_X - LEFT_EYE_X) * side;
        double a = (rightEye.x() - leftEye.x()) / distance;
        double b = (rightEye.y() - leftEye.y()) / distance;
        double u = LEFT_EYE_X * side;
        double v = EYES_Y * side;
        return new FaceFrame(side, a, b, leftEye.x() - (a * u - b * v), leftEye.y() - (b * u + a * v));
    }

    /** Where a point of the photo lies in the crop. */
    public Point toCrop(Point photo) {
        double x = photo.x() - left;
        double y = photo.y() - top;
        double square = a * a + b * b;
        return new Point((a * x + b * y) / square, (a * y - b * x) / square);
    }

    /** How many pixels of the photo a pixel of the crop is long. */
    public double scale() {
        return Math.hypot(a, b);
    }

    /** Cuts the crop out of its photo; beyond the photo its border is repeated. */
    public Pixels crop(Pixels photo) {
        int samples = (int) Math.max(1, Math.min(MOST_SAMPLES, Math.round(scale()))); // else fine detail becomes noise
        return Images.resize(warp(photo, samples), side, side);
    }

    private Pixels warp(Pixels photo, int samples) {
        double fineA = a / samples;
        double fineB = b / samples;
        double x = left + (fineA - fineB) / 2 - 0.5; // OpenCV counts from the centre of the first pixel
        double y = top + (fineB + fineA) / 2 - 0.5;
        try (PointerScope scope = new PointerScope()) {
            Mat map = new Mat(2, 3, opencv_core.CV_64F, new DoublePointer(fineA, -fineB, x, fineB, fineA, y));
            Mat warped = new Mat();
            int fine = side * samples;
            opencv_imgproc.warpAffine(
                    Images.toMat(photo),
                    warped,
                    map,
                    new Size(fine, fine),
                    opencv_imgproc.INTER_LINEAR | opencv_imgproc.WARP_INVERSE_MAP,
                    opencv_core.BORDER_REPLICATE,
                    new Scalar());
            return Images.toPixels(warped);
        }
    }
}

package io.github.dtn4j.faces;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.FaceFrame;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Landmarks;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.image.Point;
import io.github.dtn4j.model.FaceAligner;
import io.github.dtn4j.model.FaceDetector;
import io.github.dtn4j.model.FaceDetector.Detection;
import io.github.dtn4j.model.FaceLandmarks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the faces in the images of a folder lie, from a sample of them. Places are shares of the side of the largest square in the
 * middle of an image.
 *
 * @param looked images that were looked at, at most 100
 * @param found images in which the detector found a face
 * @param steady whether the faces lie at nearly the same place of their images, in nearly the same size
 * @param window left, top, right and bottom of the part of an image that shows what an aligned photo shows, by the median face;
 *     empty where too few faces were found to tell
 */
public record FaceLook(int looked, int found, boolean steady, List<Double> window) {
    /** A folder in which no face was looked for. */
    public static final FaceLook NONE = new FaceLook(0, 0, false, List.of());

    private static final int SAMPLE = 100;
    private static final int BATCH = 20;
    private static final int FIRST = 40; // after so many images without a fifth of faces the rest is not looked at
    private static final double FEW = 0.2;
    private static final double MOST = 0.6;
    private static final int LEAST_FOR_WINDOW = 8;
    private static final double STEADY_PLACE = 0.12; // between the first and the last tenth of the eyes' places
    private static final double STEADY_SIZE = 0.35; // the same of the distance of the eyes, by its median
    private static final double EYES_TO_CHIN = 0.6; // in an aligned photo of LFW, of the side
    private static final double MOST_STRETCH = 1.25; // of height against width
    private static final int CHIN = 8; // of the landmarks

    /** A face, in shares of the square. */
    private record Face(double leftEye, double rightEye, double eyes, double chin) {
        double centre() {
            return (leftEye + rightEye) / 2;
        }

        double distance() {
            return rightEye - leftEye;
        }
    }

    /** Keeps a copy. */
    public FaceLook {
        window = List.copyOf(window);
    }

    /**
     * Looks for the largest face of up to 100 images, evenly picked. Images that cannot be read do not count.
     *
     * @throws DtnException if the networks that dtn-assets carries are damaged
     */
    public static FaceLook of(FolderReader folder) {
        int count = folder.files().size();
        int most = Math.min(SAMPLE, count);
        int looked = 0;
        List<Face> faces = new ArrayList<>();
        try (FaceDetector detector = new FaceDetector();
                FaceLandmarks landmarks = new FaceLandmarks()) {
            for (int from = 0; from < most && (looked < FIRST || faces.size() >= FEW * looked); from += BATCH) {
                List<Pixels> images = IntStream.range(from, Math.min(most, from + BATCH))
                        .parallel()
                        .mapToObj(i ->
                                decode(folder.folder().resolve(folder.files().get((int) ((long) i * count / most)))))
                        .filter(Objects::nonNull)
                        .toList();
                looked += images.size();
                faces.addAll(find(images, detector, landmarks));
            }
        }
        return new FaceLook(looked, faces.size(), steady(faces), window(faces));
    }

    private static @Nullable Pixels decode(Path file) {
        try {
            return Images.toRgb(Images.atMost(Images.decode(file), FaceAligner.LONGEST_SIDE));
        } catch (DtnException e) {
            return null; // it is reported when it is to be packed
        }
    }

    private static List<Face> find(List<Pixels> images, FaceDetector detector, FaceLandmarks landmarks) {
        List<List<Detection>> detections = detector.large(images);
        List<Pixels> shown = new ArrayList<>();
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Pixels image = images.get(i);
            detections.get(i).stream()
                    .map(Detection::box)
                    .max(Comparator.comparingDouble(Box::area))
                    .ifPresent(box -> {
                        shown.add(image);
                        boxes.add(box);
                    });
        }
        List<Landmarks> points = shown.isEmpty() ? List.of() : landmarks.find(shown, boxes);
        return IntStream.range(0, points.size())
                .mapToObj(i -> face(points.get(i), shown.get(i)))
                .toList();
    }

    private static Face face(Landmarks points, Pixels image) {
        double side = Math.min(image.width(), image.height());
        double left = (image.width() - side) / 2;
        double top = (image.height() - side) / 2;
        Point one = points.leftEye();
        Point other = points.rightEye();
        return new Face(
                (one.x() - left) / side,
                (other.x() - left) / side,
                ((one.y() + other.y()) / 2 - top) / side,
                (points.points().get(CHIN).y() - top) / side);
    }

    private static boolean steady(List<Face> faces) {
        return !faces.isEmpty()
                && spread(faces, Face::centre) < STEADY_PLACE
                && spread(faces, Face::eyes) < STEADY_PLACE
                && spread(faces, Face::distance) < STEADY_SIZE * quantile(faces, Face::distance, 0.5);
    }

    private static List<Double> window(List<Face> faces) {
        double distance = faces.size() < LEAST_FOR_WINDOW ? 0 : quantile(faces, Face::distance, 0.5);
        if (distance <= 0) {
            return List.of();
        }
        double width = distance / (FaceFrame.RIGHT_EYE_X - FaceFrame.LEFT_EYE_X);
        double eyes = quantile(faces, Face::eyes, 0.5);
        double toChin = quantile(faces, Face::chin, 0.5) - eyes;
        double height = Math.max(width / MOST_STRETCH, Math.min(width * MOST_STRETCH, toChin / EYES_TO_CHIN));
        double left = quantile(faces, Face::centre, 0.5) - width / 2;
        double top = eyes - FaceFrame.EYES_Y * height;
        return List.of(rounded(left), rounded(top), rounded(left + width), rounded(top + height));
    }

    private static double rounded(double share) {
        return Math.max(-1, Math.min(2, Math.round(share * 1000) / 1000.0));
    }

    private static double spread(List<Face> faces, ToDoubleFunction<Face> value) {
        return quantile(faces, value, 0.9) - quantile(faces, value, 0.1);
    }

    private static double quantile(List<Face> faces, ToDoubleFunction<Face> value, double share) {
        double[] sorted = faces.stream().mapToDouble(value).sorted().toArray();
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** True if a face was found in at least 60 % of the images. */
    public boolean inMost() {
        return looked > 0 && found >= MOST * looked;
    }

    /** True if a face was found in at least 20 % of the images. */
    public boolean inSome() {
        return looked > 0 && found >= FEW * looked;
    }
}

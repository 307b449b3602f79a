package io.github.dtn4j.model;

import io.github.dtn4j.image.FaceFrame;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Landmarks;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.FaceDetector.Detection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * From photos of any size to faces as the face encoder expects them: finds the faces, turns and scales each by its eyes, and
 * cuts it out. Threads may share it.
 */
public final class FaceAligner implements AutoCloseable {
    /**
     * The height and width, in pixels, to which callers scale larger photos down. That trades detail for memory: the crop is cut
     * from the photo as it is given, and at this size a face of a fourteenth of its width still fills one of 150 pixels.
     */
    public static final int LONGEST_SIDE = 2048;

    private static final Comparator<Detection> LARGEST_FIRST =
            Comparator.comparingDouble((Detection face) -> face.box().area()).reversed();

    private final int side;
    private final FaceDetector detector = new FaceDetector();
    private final FaceLandmarks landmarks = new FaceLandmarks();

    /**
     * Loads the networks that dtn-assets carries.
     *
     * @param side height and width of the crops, in pixels
     */
    public FaceAligner(int side) {
        this.side = side;
    }

    /** All faces of each photo, the largest first. */
    public List<List<AlignedFace>> all(List<Pixels> photos) {
        List<List<Detection>> detections = detector.all(photos).stream()
                .map(faces -> faces.stream().sorted(LARGEST_FIRST).toList())
                .toList();
        List<Pixels> shown = new ArrayList<>();
        List<Detection> faces = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            shown.addAll(Collections.nCopies(detections.get(i).size(), photos.get(i)));
            faces.addAll(detections.get(i));
        }
        Iterator<AlignedFace> aligned = align(shown, faces).iterator();
        return detections.stream()
                .map(found -> found.stream().map(face -> aligned.next()).toList())
                .toList();
    }

    /** The largest face of each photo, empty where there is none. */
    public List<Optional<AlignedFace>> largest(List<Pixels> photos) {
        List<Optional<AlignedFace>> result = new ArrayList<>();
        List<Pixels> found = new ArrayList<>();
        List<Detection> faces = new ArrayList<>();
        List<List<Detection>> detections = detector.large(photos);
        for (int i = 0; i < photos.size(); i++) {
            Optional<Detection> largest = detections.get(i).stream().min(LARGEST_FIRST);
            if (largest.isPresent()) {
                found.add(photos.get(i));
                faces.add(largest.get());
            }
        }
        List<AlignedFace> aligned = align(found, faces);
        int next = 0;
        for (List<Detection> detection : detections) {
            result.add(detection.isEmpty() ? Optional.empty() : Optional.of(aligned.get(next++)));
        }
        return result;
    }

    private List<AlignedFace> align(List<Pixels> photos, List<Detection> faces) {
        List<Landmarks> points =
                landmarks.find(photos, faces.stream().map(Detection::box).toList());
        List<AlignedFace> aligned = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            FaceFrame frame = FaceFrame.of(points.get(i), side);
            Pixels crop = Images.toRgb(frame.crop(photos.get(i)));
            Detection face = faces.get(i);
            aligned.add(new AlignedFace(
                    crop, face.box(), face.score(), points.get(i).map(frame::toCrop)));
        }
        return aligned;
    }

    @Override
    public void close() {
        detector.close();
        landmarks.close();
    }
}

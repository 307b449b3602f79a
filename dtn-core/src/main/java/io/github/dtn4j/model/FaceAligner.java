package io.github.dtn4j.model;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.FaceFrame;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Landmarks;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.FaceDetector.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * From photos of any size to faces as the face encoder expects them: finds the faces, turns and scales each by its eyes, and
 * cuts it out. Not thread-safe.
 */
public final class FaceAligner implements AutoCloseable {
    private static final Comparator<Detection> LARGEST_FIRST =
            Comparator.comparingDouble((Detection face) -> face.box().area()).reversed();
    private static final double CLEARLY_LARGER = 2; // times the area of the next face

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

    /** All faces of a photo, the largest first. */
    public List<AlignedFace> all(Pixels photo) {
        List<Detection> faces = detector.all(List.of(photo)).get(0).stream()
                .sorted(LARGEST_FIRST)
                .toList();
        return align(faces.stream().map(face -> photo).toList(), faces);
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

    /**
     * The face that a photo shows: its only one, or one in the middle that has at least twice the area of any other.
     *
     * @param name what messages call the photo
     * @throws DtnException if it shows no face, or several of which none stands out
     */
    public AlignedFace single(Pixels photo, String name) {
        List<Detection> faces = detector.all(List.of(photo)).get(0).stream()
                .sorted(LARGEST_FIRST)
                .toList();
        if (faces.isEmpty()) {
            throw DtnException.failure(
                    "no face found in %s; use a photo that shows one from the front".formatted(name));
        }
        if (faces.size() > 1 && !standsOut(faces.get(0).box(), faces.get(1).box(), photo)) {
            throw DtnException.failure(
                    "%d faces found in %s; cut the photo to one of them, or ask for all of them (--all)"
                            .formatted(faces.size(), name));
        }
        return align(List.of(photo), faces.subList(0, 1)).get(0);
    }

    private static boolean standsOut(Box face, Box next, Pixels photo) {
        return face.area() >= CLEARLY_LARGER * next.area() && face.contains(photo.width() / 2.0, photo.height() / 2.0);
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

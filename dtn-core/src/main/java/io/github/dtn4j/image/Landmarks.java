package io.github.dtn4j.image;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The 68 points of a face in the order of the iBUG 300-W annotation (Sagonas et al., 2013): jaw 0-16 from ear to ear, brows
 * 17-26, nose 27-35, eyes 36-47, mouth 48-67. Left and right are those of the image.
 *
 * @param points 68 of them
 */
public record Landmarks(List<Point> points) {
    /** How many there are. */
    public static final int COUNT = 68;

    /** Keeps a copy and checks that there are 68. */
    public Landmarks {
        points = List.copyOf(points);
        if (points.size() != COUNT) {
            throw new IllegalArgumentException(points.size() + " landmarks instead of " + COUNT);
        }
    }

    /** The centre of the eye at the left of the image. */
    public Point leftEye() {
        return centre(36, 42);
    }

    /** The centre of the eye at the right of the image. */
    public Point rightEye() {
        return centre(42, 48);
    }

    private Point centre(int from, int to) {
        List<Point> part = points.subList(from, to);
        return new Point(
                part.stream().mapToDouble(Point::x).average().orElseThrow(),
                part.stream().mapToDouble(Point::y).average().orElseThrow());
    }

    /** Every point moved. */
    public Landmarks map(UnaryOperator<Point> move) {
        return new Landmarks(points.stream().map(move).toList());
    }
}

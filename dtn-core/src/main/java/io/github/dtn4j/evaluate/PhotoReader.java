package io.github.dtn4j.evaluate;

import io.github.dtn4j.evaluate.LabImage.Zone;
import io.github.dtn4j.image.Landmarks;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.image.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Reads what can be seen from an aligned photo of a face. Landmarks say where to look; the cheeks say what is skin. Which
 * rules were tried and how well people are found again by each trait alone is told in {@code docs/faces.md}.
 */
final class PhotoReader {
    private static final Zone TOP = new Zone(0.25, 0, 0.75, 0.07);
    private static final Zone BESIDE = new Zone(0, 0.65, 0.10, 1);
    private static final double NO_SKIN = 12; // distance from skin
    private static final double HAIR = 20; // distance from the hair's colour
    private static final double LEAST_HAIR = 0.2; // of the zones around the forehead, on a head that is not bald
    private static final double PIXEL = 1.0 / LabImage.SIDE;

    private final LabImage image;
    private final List<Point> at;
    private final Lab skin;

    private PhotoReader(LabImage image, List<Point> at) {
        this.image = image;
        this.at = at;
        this.skin = Lab.median(image.in(cheek(2, 31), cheek(14, 35)));
    }

    /**
     * The traits of an aligned photo.
     *
     * @param face RGB, square
     * @param landmarks in its pixels
     */
    static VisibleTraits read(Pixels face, Landmarks landmarks) {
        Landmarks parts = landmarks.map(point -> new Point(point.x() / face.width(), point.y() / face.height()));
        return new PhotoReader(new LabImage(face), parts.points()).read();
    }

    private VisibleTraits read() {
        List<Lab> forehead =
                image.in(TOP, temple(at.get(0).x()), temple(at.get(16).x() - 0.07));
        List<Lab> hair = forehead.stream().filter(this::hairy).toList();
        boolean bald = hair.size() < LEAST_HAIR * forehead.size();
        Lab hairColour = Lab.median(hair);
        double height = distance(27, 8);
        return new VisibleTraits(
                skinTone(),
                bald ? Double.NaN : hairColour.l() - 0.3 * skin.l(), // less what the light adds to both
                bald ? 0 : hairLength(hairColour),
                beard(),
                glasses(),
                distance(2, 14) / height,
                distance(62, 66) / height);
    }

    private Zone cheek(int jaw, int nostril) {
        double x = 0.45 * at.get(jaw).x() + 0.55 * at.get(nostril).x();
        double y = at.get(nostril).y() - 0.02;
        double reach = 0.2 * Math.abs(at.get(jaw).x() - at.get(nostril).x());
        return new Zone(x - reach, y - 0.05, x + reach, y + 0.05);
    }

    private Zone temple(double left) {
        return new Zone(left, 0.08, left + 0.07, at.get(19).y());
    }

    /**
     * Lightness of the cheeks beside that of the white of the eyes and of the lips, which the light of the photo moves
     * likewise.
     */
    private double skinTone() {
        double[] eyes = image.in(eye(36, 37, 39, 41), eye(42, 43, 45, 46)).stream()
                .mapToDouble(Lab::l)
                .sorted()
                .toArray();
        double white = eyes.length == 0 ? skin.l() : eyes[(int) (0.9 * (eyes.length - 1))];
        double lip = Lab.median(image.in(new Zone(
                        at.get(49).x(),
                        at.get(57).y() - 0.03,
                        at.get(53).x(),
                        at.get(57).y() - 0.005)))
                .l();
        return skin.l()
                - 0.5 * Math.max(white, 0.6 * skin.l())
                - 0.3 * (Double.isNaN(lip) ? skin.l() : lip); // dark glasses
    }

    private Zone eye(int left, int top, int right, int bottom) {
        return new Zone(
                at.get(left).x(),
                at.get(top).y() - 0.01,
                at.get(right).x(),
                at.get(bottom).y() + 0.01);
    }

    /** Neither skin nor a highlight on it. */
    private boolean hairy(Lab colour) {
        boolean highlight =
                colour.l() > skin.l() - 3 && Math.abs(colour.a() - skin.a()) + Math.abs(colour.b() - skin.b()) < 14;
        return colour.distance(skin) > NO_SKIN && !highlight;
    }

    /** Hair's colour in the lower corners; less that in the face, which says that the colour tells nothing. */
    private double hairLength(Lab hair) {
        Zone face = new Zone(0.35, 0.60, 0.65, 0.95);
        double beside = LabImage.share(image.in(BESIDE, BESIDE.mirrored()), colour -> colour.distance(hair) < HAIR);
        return beside - LabImage.share(image.in(face), colour -> colour.distance(hair) < HAIR);
    }

    /** How much darker the upper lip and the chin are than the cheeks. */
    private double beard() {
        Point lip = at.get(51);
        Point chin = at.get(8);
        double below = at.get(57).y();
        Zone moustache = new Zone(lip.x() - 0.07, at.get(33).y() + 0.02, lip.x() + 0.07, lip.y());
        Zone beard = new Zone(chin.x() - 0.07, below + 0.3 * (chin.y() - below), chin.x() + 0.07, chin.y() - 0.02);
        double hair = DoubleStream.of(
                        Lab.median(image.in(moustache)).l(),
                        Lab.median(image.in(beard)).l())
                .filter(lightness -> !Double.isNaN(lightness)) // a zone that a turned head leaves empty
                .average()
                .orElse(skin.l());
        return skin.l() - hair;
    }

    /** The strongest edge, from row to row, on the bridge of the nose; skin has none there. */
    private double glasses() {
        double left = at.get(39).x();
        double right = at.get(42).x();
        List<Double> edges = new ArrayList<>();
        for (double x = left + 0.3 * (right - left); x < right - 0.3 * (right - left); x += PIXEL) {
            double largest = 0;
            for (double y = at.get(27).y() - 0.06; y < at.get(28).y() + 0.02; y += PIXEL) {
                double edge = image.at(x, y + 1.5 * PIXEL).l()
                        - image.at(x, y - 1.5 * PIXEL).l();
                largest = Math.max(largest, Math.abs(edge));
            }
            edges.add(largest);
        }
        return edges.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private double distance(int from, int to) {
        return Math.hypot(
                at.get(from).x() - at.get(to).x(), at.get(from).y() - at.get(to).y());
    }
}

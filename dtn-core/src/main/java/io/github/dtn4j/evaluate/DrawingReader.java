package io.github.dtn4j.evaluate;

import io.github.dtn4j.evaluate.LabImage.Zone;
import io.github.dtn4j.image.Pixels;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads what can be seen from a cartoon face in the frame of {@code data.CartoonFaces}, where every feature has its place: what
 * has the colour of the cheeks is skin, what has that of the crown or the brows is hair.
 */
final class DrawingReader {
    private static final Zone CHEEK = new Zone(0.36, 0.62, 0.44, 0.74); // beside the nose, between blush and hair
    private static final Zone CROWN = new Zone(0.30, 0.06, 0.70, 0.24);
    private static final Zone BROW = new Zone(0.28, 0.38, 0.42, 0.46);
    private static final Zone BESIDE = new Zone(0.00, 0.45, 0.25, 1.00);
    private static final Zone JAW = new Zone(0.30, 0.78, 0.38, 0.90);
    private static final Zone UPPER_LIP = new Zone(0.43, 0.755, 0.57, 0.80);
    private static final Zone CHIN = new Zone(0.44, 0.90, 0.56, 0.965);
    private static final Zone BRIDGE = new Zone(0.47, 0.48, 0.53, 0.57);
    private static final Zone MOUTH = new Zone(0.44, 0.81, 0.56, 0.90);

    private static final double PAPER = 97; // lightness
    private static final double NO_SKIN = 10; // distance from skin
    private static final double HAIR = 10; // distance from the hair's colour
    private static final double BEARD = 20; // distance from the brows' colour; a beard is often shaded
    private static final double LEAST_HAIR = 0.3; // of the crown, on a head that is not bald
    private static final double STEP = 0.005; // of the side

    /** The traits of a drawing of any size, RGB. */
    VisibleTraits read(Pixels drawing) {
        LabImage image = new LabImage(drawing);
        Lab skin = Lab.median(image.in(CHEEK, CHEEK.mirrored()));
        Predicate<Lab> noSkin = colour -> colour.distance(skin) > NO_SKIN;
        List<Lab> crown = image.in(CROWN);
        List<Lab> hair = crown.stream()
                .filter(noSkin)
                .filter(colour -> colour.l() < PAPER)
                .toList();
        boolean bald = hair.size() < LEAST_HAIR * crown.size();
        Lab hairColour = Lab.median(hair);
        Predicate<Lab> noHair = colour -> bald || colour.distance(hairColour) > HAIR;
        return new VisibleTraits(
                skin.l(),
                bald ? Double.NaN : hairColour.l(),
                bald ? 0 : hairLength(image, noSkin.and(colour -> colour.distance(hairColour) < HAIR)),
                beard(image, noSkin),
                LabImage.share(image.in(BRIDGE), noSkin.and(noHair)),
                width(image, noSkin),
                teeth(image, skin));
    }

    /** Hair beside the face, less what is a beard. */
    private static double hairLength(LabImage image, Predicate<Lab> hair) {
        double beside = LabImage.share(image.in(BESIDE, BESIDE.mirrored()), hair);
        return beside - 0.2 * LabImage.share(image.in(JAW, JAW.mirrored()), hair);
    }

    private static double beard(LabImage image, Predicate<Lab> noSkin) {
        Lab brows = Lab.median(
                image.in(BROW, BROW.mirrored()).stream().filter(noSkin).toList());
        Predicate<Lab> beard = noSkin.and(colour -> colour.distance(brows) < BEARD);
        return (LabImage.share(image.in(UPPER_LIP), beard) + LabImage.share(image.in(CHIN), beard)) / 2;
    }

    /** The widest row of skin below the ears, over the height of the image, which all faces fill. */
    private static double width(LabImage image, Predicate<Lab> noSkin) {
        double width = 0;
        for (double y = 0.60; y < 0.80; y += 2 * STEP) {
            double left = CHEEK.left();
            double right = CHEEK.mirrored().right();
            while (left > 0 && !noSkin.test(image.at(left, y))) {
                left -= STEP;
            }
            while (right < 1 && !noSkin.test(image.at(right, y))) {
                right += STEP;
            }
            width = Math.max(width, right - left);
        }
        return width;
    }

    /** An open mouth shows its teeth: how much whiter its whitest pixel is than the skin. */
    private static double teeth(LabImage image, Lab skin) {
        double whitest = image.in(MOUTH).stream()
                .mapToDouble(colour -> colour.l() - colour.chroma())
                .max()
                .orElseThrow();
        return whitest - (skin.l() - skin.chroma());
    }
}

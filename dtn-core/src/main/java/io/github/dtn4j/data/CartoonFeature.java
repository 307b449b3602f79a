package io.github.dtn4j.data;

import java.awt.geom.Point2D;
import java.util.List;

/** What a cartoon face is made of, in the order in which it is painted: the later lies on the earlier. */
public enum CartoonFeature {
    /** Hair behind the head. */
    HAIR_BACKGROUND("hairBg", true),
    /** Neck and shoulders. */
    BODY("body", false),
    /** Both ears. */
    EAR("ear", true, at(55, 325), at(345, 325)),
    /** Outline of the face. */
    HEAD("head", true),
    /** Lines below the eyes. */
    EYE_LINE("eyeLine", false),
    /** Lines beside the mouth. */
    SMILE_LINE("smileLine", false, at(150, 435), at(250, 435)),
    /** Forehead and chin lines, freckles, blush. */
    MISC_LINE("miscLine", false),
    /** Beard, moustache, sideburns. */
    FACIAL_HAIR("facialHair", true),
    /** Both eyes. */
    EYE("eye", false, at(140, 310), at(260, 310)),
    /** Both eyebrows. */
    EYEBROW("eyebrow", false, at(140, 270), at(260, 270)),
    /** The mouth. */
    MOUTH("mouth", false, at(200, 440)),
    /** The nose. */
    NOSE("nose", false, at(200, 370)),
    /** Hair on and around the head. */
    HAIR("hair", true),
    /** Glasses. */
    GLASSES("glasses", true);

    private final String key;
    private final boolean widens;
    private final List<Point2D> positions;

    CartoonFeature(String key, boolean widens, Point2D... positions) {
        this.key = key;
        this.widens = widens;
        this.positions = List.of(positions);
    }

    private static Point2D at(double x, double y) {
        return new Point2D.Double(x, y);
    }

    /** What facesjs calls it. */
    String key() {
        return key;
    }

    /** True if it follows the width of the face. */
    boolean widens() {
        return widens;
    }

    /** Where centres of its drawing come to lie, the second one mirrored; empty: the drawing lies where it is to be. */
    List<Point2D> positions() {
        return positions;
    }
}

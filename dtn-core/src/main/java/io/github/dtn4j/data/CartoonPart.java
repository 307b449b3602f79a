package io.github.dtn4j.data;

/**
 * One feature of a cartoon face.
 *
 * @param id of the drawing, as facesjs names it; {@link #NONE} where the face lacks the feature
 * @param size factor on the drawing's size
 * @param angle degrees by which the left one of a pair is turned clockwise, the right one the other way
 * @param flipped whether the drawing is mirrored
 */
public record CartoonPart(String id, double size, double angle, boolean flipped) {
    /** The id of a feature that is not there. */
    public static final String NONE = "none";

    /** A drawing as it is. */
    static CartoonPart of(String id) {
        return new CartoonPart(id, 1, 0, false);
    }

    /** True if there is anything to draw. */
    public boolean present() {
        return !id.equals(NONE);
    }
}

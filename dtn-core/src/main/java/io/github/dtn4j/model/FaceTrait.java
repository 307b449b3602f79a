package io.github.dtn4j.model;

import java.util.List;

/**
 * Something visible in a face: a sum of weighted means over regions of the aligned crop.
 *
 * @param terms what is added up
 */
record FaceTrait(List<Term> terms) {
    /** Luma, red against green, yellow against blue, and the strength of upright and of level edges. */
    static final int MAPS = 5;

    /** A part of the crop; shares of its width and height, 0 at the left and upper border. */
    record Region(double left, double right, double top, double bottom) {}

    /** The mean of one map over one region, weighted. */
    record Term(Region region, int map, double weight) {}

    static List<FaceTrait> all() {
        return List.of();
    }

    /** Enters itself as one column of a matrix that has a row for each pixel of each map. */
    void draw(float[] matrix, int column, int columns, int side) {
        for (Term term : terms) {
            int left = (int) Math.round(term.region.left * side);
            int right = Math.max(left + 1, (int) Math.round(term.region.right * side));
            int top = (int) Math.round(term.region.top * side);
            int bottom = Math.max(top + 1, (int) Math.round(term.region.bottom * side));
            float share = (float) (term.weight / ((right - left) * (bottom - top)));
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    matrix[((term.map * side + y) * side + x) * columns + column] += share;
                }
            }
        }
    }
}

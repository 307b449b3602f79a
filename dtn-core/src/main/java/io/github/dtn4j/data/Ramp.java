package io.github.dtn4j.data;

/** A line through colours at equal distances. */
final class Ramp {
    private final int[] colours;

    /** Colours as 0xRRGGBB, at least two. */
    Ramp(int... colours) {
        this.colours = colours.clone();
    }

    /** The colour at a place from 0 (the first) to 1 (the last). */
    int at(double place) {
        double position = place * (colours.length - 1);
        int left = (int) Math.min(position, colours.length - 2.0);
        return between(colours[left], colours[left + 1], position - left);
    }

    /** The colour at a share of the way from one to another. */
    static int between(int from, int to, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int start = from >> shift & 0xFF;
            int end = to >> shift & 0xFF;
            mixed |= (int) Math.round(start + share * (end - start)) << shift;
        }
        return mixed;
    }
}

package io.github.dtn4j.evaluate;

import io.github.dtn4j.image.Pixels;
import java.util.List;

/**
 * The local contrast of a set of images, which noise, speckle, smears and softness change, and which hardly depends on what the
 * images show. The contrast of a window of 3 x 3 pixels is {@code log2(1 + d)} octaves, where d is the standard deviation of its
 * levels (0 to 255), averaged over the channels. No network takes part.
 */
public final class Grain {
    private static final int BINS_PER_OCTAVE = 4096;
    private static final int OCTAVES = 7; // the largest deviation of nine levels is 126.7
    private static final double LN2 = Math.log(2);

    private final long[] windows = new long[OCTAVES * BINS_PER_OCTAVE];
    private long count;

    /**
     * Counts the windows of all images.
     *
     * @param images of any shapes, each at least 3 pixels high and wide
     */
    public static Grain of(List<Pixels> images) {
        Grain grain = new Grain();
        images.forEach(grain::add);
        return grain;
    }

    /** The windows of two sets together. */
    Grain plus(Grain other) {
        Grain both = new Grain();
        for (int bin = 0; bin < windows.length; bin++) {
            both.windows[bin] = windows[bin] + other.windows[bin];
        }
        both.count = count + other.count;
        return both;
    }

    private void add(Pixels image) {
        int channels = image.channels();
        int width = image.width() * channels;
        int[] sums = new int[width]; // of three levels, one above the other
        int[] squares = new int[width];
        for (int y = 1; y < image.height() - 1; y++) {
            columns(image.data(), y, width, sums, squares);
            for (int x = channels; x < width - channels; x += channels) {
                double deviation = 0;
                for (int i = x; i < x + channels; i++) {
                    long sum = sums[i - channels] + sums[i] + sums[i + channels];
                    long square = squares[i - channels] + squares[i] + squares[i + channels];
                    deviation += Math.sqrt(9 * square - sum * sum) / 9; // whole numbers, so never below 0
                }
                windows[(int) (Math.log(1 + deviation / channels) / LN2 * BINS_PER_OCTAVE)]++;
                count++;
            }
        }
    }

    private static void columns(byte[] data, int y, int width, int[] sums, int[] squares) {
        for (int i = 0; i < width; i++) {
            int above = data[(y - 1) * width + i] & 0xff;
            int here = data[y * width + i] & 0xff;
            int below = data[(y + 1) * width + i] & 0xff;
            sums[i] = above + here + below;
            squares[i] = above * above + here * here + below * below;
        }
    }

    /**
     * Wasserstein-1 distance between the contrasts of two sets.
     *
     * @return octaves, at least 0
     * @throws IllegalArgumentException if either set has no window
     */
    public double distance(Grain other) {
        if (count == 0 || other.count == 0) {
            throw new IllegalArgumentException("a set without a window of 3 x 3 pixels has no contrast");
        }
        double distance = 0;
        double ahead = 0; // difference of the cumulative shares
        for (int bin = 0; bin < windows.length; bin++) {
            ahead += windows[bin] / (double) count - other.windows[bin] / (double) other.count;
            distance += Math.abs(ahead) / BINS_PER_OCTAVE;
        }
        return distance;
    }

    /** Share of flat windows, whose deviation is below 1 level; 0 to 1. */
    public double flat() {
        long flat = 0;
        for (int bin = 0; bin < BINS_PER_OCTAVE; bin++) {
            flat += windows[bin];
        }
        return flat / (double) Math.max(1, count);
    }
}

package io.github.dtn4j.data;

import java.util.SplittableRandom;

/**
 * A generator of labelled images that resemble the cropped house numbers of SVHN (Netzer et al., 2011): 32 x 32 RGB, the
 * labelled digit in the middle, its neighbours cut off at the sides. It stands in where no SVHN is at hand and is never
 * to be taken for it.
 *
 * <p>Image {@code i} depends on the seed and on {@code i} only, so that any number of threads may draw any part of the
 * sequence. Pixels may differ in a few grey levels between versions of the JDK, whose rasteriser draws the outlines.
 */
public final class StreetDigits {
    /** Height and width of every image, in pixels. */
    public static final int SIZE = 32;

    private static final long INDEX_STRIDE = 0xD1342543DE82EF95L; // odd, so distinct indices give distinct streams

    private final GlyphOutlines outlines = GlyphOutlines.load();
    private final long start;

    /** The sequence of the given seed. */
    public StreetDigits(long seed) {
        this.start = new SplittableRandom(seed).nextLong();
    }

    /**
     * Draws one image of the sequence, 32 x 32 RGB. Its label is the digit in the middle, uniform over the ten digits.
     *
     * @param index 0 or more
     */
    public LabelledImage sample(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("negative index " + index);
        }
        SplittableRandom random = new SplittableRandom(start + index * INDEX_STRIDE);
        int label = random.nextInt(10);
        int[] scene = new StreetScene(outlines, random).draw(label);
        return new LabelledImage(new Camera(random).photograph(scene), label);
    }
}

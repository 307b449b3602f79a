package io.github.dtn4j.data;

import io.github.dtn4j.image.Pixels;
import java.util.SplittableRandom;

/**
 * An endless sequence of cartoon faces with all their attributes known, composed of the SVG parts of facesjs (Apache
 * License 2.0): head and hair on white, without clothes, hats or head-bands, a few with glasses. Balanced over sexes, skin
 * tones and hair colours, or with the make-up of another {@link Population}.
 *
 * <p>Face {@code i} depends on the seed and on {@code i} only, so that any number of threads may draw any part of the
 * sequence. Pixels may differ in a few grey levels between versions of the JDK, whose rasteriser draws the outlines.
 */
public final class CartoonFaces {
    private static final long INDEX_STRIDE = 0xD1342543DE82EF95L; // odd, so distinct indices give distinct streams

    private final CartoonComposer composer = new CartoonComposer(CartoonParts.load());
    private final Population population;
    private final long start;

    /** The balanced sequence of the given seed. */
    public CartoonFaces(long seed) {
        this(seed, Population.BALANCED);
    }

    /** The sequence of the given seed. */
    public CartoonFaces(long seed, Population population) {
        this.population = population;
        this.start = new SplittableRandom(seed).nextLong();
    }

    /**
     * Who the face shows.
     *
     * @param index 0 or more
     */
    public CartoonFace face(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("negative index " + index);
        }
        return new CartoonSampler(new SplittableRandom(start + index * INDEX_STRIDE), population).sample();
    }

    /**
     * Draws any face.
     *
     * @param side height and width in pixels
     * @return RGB
     */
    public Pixels draw(CartoonFace face, int side) {
        return CartoonRasteriser.draw(composer.compose(face), side);
    }
}

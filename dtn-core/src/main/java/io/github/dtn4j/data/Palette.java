package io.github.dtn4j.data;

import java.awt.Color;
import java.util.SplittableRandom;

/**
 * The two colours of a house number.
 *
 * @param wall what the digits stand on
 * @param ink the digits
 */
record Palette(Color wall, Color ink) {
    /** Dull colours mostly, vivid ones at times; the ink darker or lighter than the wall, often by little. */
    static Palette pick(SplittableRandom random) {
        double wall = Math.max(8, Math.min(247, 117 + 46 * random.nextGaussian()));
        double contrast = 52 + 140 * Math.pow(random.nextDouble(), 1.9);
        boolean darkInk = random.nextDouble() < wall / 255;
        double ink = darkInk ? wall - contrast : wall + contrast;
        if (ink < 0 || ink > 255) { // no room on this side: move both, keep the contrast
            double shift = ink < 0 ? -ink : 255 - ink;
            wall += shift;
            ink += shift;
        }
        double cast = 7 * random.nextGaussian(); // of the daylight, on both: bluish or yellowish
        return new Palette(tinted(wall, cast, random), tinted(ink, cast, random));
    }

    /** The colour with all channels moved by {@code levels} of 255. */
    static Color lighter(Color colour, double levels) {
        return colour(colour.getRed() + levels, colour.getGreen() + levels, colour.getBlue() + levels);
    }

    private static Color tinted(double grey, double cast, SplittableRandom random) {
        double strength = random.nextDouble() < 0.08 ? 45 : 6; // levels
        return colour(
                grey - cast + strength * random.nextGaussian(),
                grey - 0.3 * cast + 0.6 * strength * random.nextGaussian(), // green casts are rare
                grey + cast + strength * random.nextGaussian());
    }

    /** The colour of three levels, limited to 0 to 255. */
    static Color colour(double red, double green, double blue) {
        return new Color(level(red), level(green), level(blue));
    }

    private static int level(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}

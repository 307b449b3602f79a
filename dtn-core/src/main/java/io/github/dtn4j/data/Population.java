package io.github.dtn4j.data;

/** Whom a sequence of cartoon faces shows. A GAN gives its results the make-up of the target set, so it matters which one. */
public enum Population {
    /** Sexes, skin tones and hair colours in equal parts. */
    BALANCED(0.5, 1, 0.5, 0.15, new double[] {1, 1, 1, 1, 1}),
    /**
     * About as in the news photographs of LFW: three in four are men, four in five have light skin, hair is mostly brown, black
     * or grey, one man in three has a beard.
     */
    NEWS(0.28, 2.5, 0.33, 0.2, new double[] {0.27, 0.33, 0.04, 0.16, 0.2});

    private final double women;
    private final double lightness;
    private final double beards;
    private final double glasses;
    private final double[] hairColours;

    Population(double women, double lightness, double beards, double glasses, double[] hairColours) {
        this.women = women;
        this.lightness = lightness;
        this.beards = beards;
        this.glasses = glasses;
        this.hairColours = hairColours;
    }

    /** Share of women. */
    double women() {
        return women;
    }

    /** Share of the men who have a beard or moustache. */
    double beards() {
        return beards;
    }

    /** Share of people with glasses. */
    double glasses() {
        return glasses;
    }

    /** A tone of skin from 0 (the lightest) to 1, of an evenly spread number from 0 to 1. */
    double skinTone(double place) {
        return Math.pow(place, lightness);
    }

    /** A group of hair colours, of an evenly spread number from 0 (inclusive) to 1 (exclusive). */
    HairColour hairColour(double place) {
        double sum = 0;
        for (double share : hairColours) {
            sum += share;
        }
        double left = place * sum;
        int i = 0;
        while (i < hairColours.length - 1 && left >= hairColours[i]) {
            left -= hairColours[i++];
        }
        return HairColour.values()[i];
    }
}

package io.github.dtn4j.train;

import java.util.SplittableRandom;

/**
 * Random numbers as functions of the run's seed, what they are for, and the step. So a resumed run draws what an
 * uninterrupted one would have drawn, without any generator's state in the checkpoint.
 */
final class Seeds {
    private Seeds() {}

    /** A generator for one purpose at one step. */
    static SplittableRandom at(long seed, String purpose, long step) {
        return new SplittableRandom(mix(seed, purpose, step));
    }

    /** A seed for one purpose at one step. */
    static long mix(long seed, String purpose, long step) {
        long mixed = seed * 0x9E3779B97F4A7C15L + purpose.hashCode();
        long start = new SplittableRandom(mixed).nextLong();
        return new SplittableRandom(start + step * 0xD1342543DE82EF95L).nextLong();
    }
}

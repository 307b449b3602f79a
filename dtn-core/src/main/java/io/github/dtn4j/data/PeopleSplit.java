package io.github.dtn4j.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which people are kept apart: a share of them, chosen by their names and a seed alone, so that a person stays on one side
 * however many photos are added.
 *
 * @param heldOut share of the people that are kept apart, 0 to 1
 * @param seed another one gives another choice
 */
public record PeopleSplit(double heldOut, long seed) {
    /** Checks the share. */
    public PeopleSplit {
        if (!(heldOut >= 0 && heldOut <= 1)) {
            throw new IllegalArgumentException("a share of " + heldOut);
        }
    }

    /** Whether a person is kept apart. */
    public boolean heldOut(String person) {
        return place(person) < heldOut;
    }

    /** A number from 0 (inclusive) to 1 (exclusive), evenly spread over names. */
    private double place(String person) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((seed + "\n" + person).getBytes(StandardCharsets.UTF_8));
            int first = (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | hash[3] & 0xff;
            return Integer.toUnsignedLong(first) / 0x1p32;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

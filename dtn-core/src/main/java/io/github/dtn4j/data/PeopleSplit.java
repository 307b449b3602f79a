package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Divides people, not photos, into those to learn from and those to judge by: nobody is on both sides. A person's side follows
 * from the name and the seed alone, so it stays the same when other people come or go.
 *
 * @param heldOut the share of people to keep from training, 0 to 1
 * @param seed another one gives another division
 */
public record PeopleSplit(double heldOut, long seed) {
    /** Checks the share. */
    public PeopleSplit {
        if (!(heldOut >= 0 && heldOut <= 1)) {
            throw DtnException.usage("the share of people to hold out must lie between 0 and 1, not " + heldOut);
        }
    }

    /** True if this person is kept from training. */
    public boolean heldOut(String person) {
        byte[] hash = ImageSetWriter.sha256().digest((seed + "\n" + person).getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53 < heldOut; // 53 random bits make a number in [0, 1)
    }
}

package io.github.dtn4j.serve;

import java.util.Arrays;

/** The bytes of a request, which count against the memory that all bodies together may take until it is closed. */
final class Body implements AutoCloseable {
    private static final int BLOCK = 16 << 10;

    private final Budget budget;
    private byte[] bytes = new byte[0];
    private int blocks;

    Body(Budget budget) {
        this.budget = budget;
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * Makes it longer, the new bytes being 0, or cuts it off.
     *
     * @throws ProblemException if there is no memory for it
     */
    void resize(int length) {
        for (; (long) blocks * BLOCK < length; blocks++) {
            if (!budget.take(BLOCK)) {
                throw Problem.BUSY.with("too many large requests are being read; try again in a moment");
            }
        }
        bytes = Arrays.copyOf(bytes, length);
    }

    @Override
    public void close() {
        bytes = new byte[0];
        for (; blocks > 0; blocks--) {
            budget.give(BLOCK);
        }
    }
}

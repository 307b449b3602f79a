package io.github.dtn4j.spark;

import java.io.IOException;

/** A file that no further attempt can read, on no machine. */
class Damage extends IOException {
    private static final long serialVersionUID = 1L;

    Damage(String message, Throwable cause) {
        super(message, cause);
    }

    private Damage(String message) {
        super(message);
    }

    /** An image file of more bytes than an image file may have. */
    static final class TooLarge extends Damage {
        private static final long serialVersionUID = 1L;

        private final long bytes;

        TooLarge(long bytes) {
            super("too large");
            this.bytes = bytes;
        }

        /** How many it has, or has at least where nothing is said about it. */
        long bytes() {
            return bytes;
        }
    }
}

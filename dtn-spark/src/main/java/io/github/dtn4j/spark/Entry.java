package io.github.dtn4j.spark;

import java.io.IOException;

/**
 * An image that a task is to decode.
 *
 * @param path where it is below the source, with slashes
 * @param within where it is in its archive; {@code path} where it is in none
 * @param held bytes of it that are in memory already
 * @param content reads its file
 */
record Entry(String path, String within, long held, Content content) {
    /** A file to be read. */
    @FunctionalInterface
    interface Content {
        /**
         * Reads it.
         *
         * @throws IOException if it cannot be read now; it may be later, or on another machine
         * @throws io.github.dtn4j.DtnException if it never can be
         */
        byte[] read() throws IOException;
    }

    /** An image whose file is in memory. */
    static Entry of(String path, String within, byte[] content) {
        return new Entry(path, within, content.length, () -> content);
    }
}

package io.github.dtn4j.spark;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An image that a task is to decode.
 *
 * @param path where it is below the source, with slashes
 * @param within where it is in its archive or table; null for a file of a folder
 * @param held bytes of it that are in memory already
 * @param content reads its file
 */
record Entry(String path, @Nullable String within, long held, Content content) {
    /** What names the image where it comes from, without the path of its archive. */
    String ownPath() {
        return within == null ? path : within;
    }

    /** A file to be read. */
    @FunctionalInterface
    interface Content {
        /**
         * Reads it.
         *
         * @throws Damage if it never can be read
         * @throws IOException if it cannot be read now; it may be later, or on another machine
         * @throws io.github.dtn4j.DtnException if it is not to be read, with the reason
         */
        byte[] read() throws IOException;
    }

    /** An image whose file is in memory. */
    static Entry of(String path, String within, byte[] content) {
        return new Entry(path, within, content.length, () -> content);
    }
}

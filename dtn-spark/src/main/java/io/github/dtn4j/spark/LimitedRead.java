package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import java.io.IOException;
import java.io.InputStream;

/** Reads image files, none of them larger than an image file may be, whatever is said about its size. */
final class LimitedRead {
    private LimitedRead() {}

    /**
     * Reads all that a stream has.
     *
     * @param size what is said about its size, -1 where nothing is
     * @throws DtnException if it is too large
     */
    static byte[] all(InputStream in, long size, String name) throws IOException {
        if (size > Images.MAX_FILE_BYTES) {
            throw tooLarge(name, String.valueOf(size));
        }
        byte[] content = in.readNBytes((int) Images.MAX_FILE_BYTES + 1); // takes memory as bytes come
        if (content.length > Images.MAX_FILE_BYTES) {
            throw tooLarge(name, "too many");
        }
        return content;
    }

    private static DtnException tooLarge(String name, String bytes) {
        return DtnException.failure(
                "image %s has %s bytes, more than the limit of %d".formatted(name, bytes, Images.MAX_FILE_BYTES));
    }
}

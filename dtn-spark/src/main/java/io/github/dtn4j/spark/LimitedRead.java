package io.github.dtn4j.spark;

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
     * @throws Damage.TooLarge if it is too large
     */
    static byte[] all(InputStream in, long size) throws IOException {
        if (size > Images.MAX_FILE_BYTES) {
            throw new Damage.TooLarge(size);
        }
        byte[] content = in.readNBytes((int) Images.MAX_FILE_BYTES + 1); // takes memory as bytes come
        if (content.length > Images.MAX_FILE_BYTES) {
            throw new Damage.TooLarge(content.length);
        }
        return content;
    }
}

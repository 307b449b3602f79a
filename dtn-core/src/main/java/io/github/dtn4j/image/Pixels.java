package io.github.dtn4j.image;

/**
 * A decoded image: 8-bit samples, row by row, channels interleaved (height, width, channels), RGB order where there are three.
 *
 * @param data {@code height * width * channels} bytes, unsigned; not copied
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels 1 (grey) or 3 (RGB)
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes: identity, not equality, is what its users want
public record Pixels(byte[] data, int height, int width, int channels) {
    /** Checks that the array has exactly the pixels that the shape names. */
    public Pixels {
        if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException("not an image shape: %d x %d x %d".formatted(height, width, channels));
        }
        if (data.length != (long) height * width * channels) {
            throw new IllegalArgumentException(
                    "%d bytes for an image of %d x %d x %d".formatted(data.length, height, width, channels));
        }
    }
}

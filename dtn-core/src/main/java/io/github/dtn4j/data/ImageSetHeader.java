package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The first 128 bytes of an {@code .images} file, little-endian:
 *
 * <pre>
 *   0  "DTNI"          16  height    32  SHA-256 of pixels, labels and bytes 8-31
 *   4  version (1)     20  width     64  zeros
 *   8  count (long)    24  channels 124  CRC-32C of bytes 0-123
 *                      28  labelled (0, 1)
 * </pre>
 *
 * Behind it stand the pixels, {@code count * height * width * channels} bytes, then, if labelled, {@code count} ints.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ImageSetHeader(int count, int height, int width, int channels, boolean labelled, byte[] sha256) {
    static final int BYTES = 128;
    static final int MAX_SIDE = 16_384;

    private static final int MAGIC = 'D' | 'T' << 8 | 'N' << 16 | 'I' << 24;
    private static final int VERSION = 1;
    private static final int SHAPE_START = 8;
    private static final int SHAPE_END = 32;
    private static final int CRC_START = BYTES - Integer.BYTES;

    /** Bytes of one image. */
    int imageBytes() {
        return height * width * channels; // at most 16384 * 16384 * 3, below 2^31
    }

    long labelStart() {
        return BYTES + (long) count * imageBytes();
    }

    long fileBytes() {
        return labelStart() + (labelled ? (long) count * Integer.BYTES : 0);
    }

    /** The part of the header that the SHA-256 covers. */
    ByteBuffer shape() {
        return encode().slice(SHAPE_START, SHAPE_END - SHAPE_START);
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(VERSION).putLong(count);
        bytes.putInt(height).putInt(width).putInt(channels).putInt(labelled ? 1 : 0);
        bytes.put(sha256);
        bytes.putInt(CRC_START, crc(bytes));
        return bytes.rewind();
    }

    /** Reads and checks a header; {@code file} is for the messages. */
    static ImageSetHeader decode(ByteBuffer bytes, Path file) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        require(bytes.getInt(0) == MAGIC, file, "is not an image set; make one with 'dtn prepare'");
        int version = bytes.getInt(4);
        require(version == VERSION, file, "has format version " + version + ", this program reads " + VERSION);
        require(bytes.getInt(CRC_START) == crc(bytes), file, "has a damaged header; prepare it again");
        long count = bytes.getLong(8);
        int height = bytes.getInt(16);
        int width = bytes.getInt(20);
        int channels = bytes.getInt(24);
        int labelled = bytes.getInt(28);
        require(count >= 1 && count <= Integer.MAX_VALUE, file, "names a count of " + count + " images");
        require(isShape(height, width, channels), file, shapeFault(height, width, channels));
        require(labelled == 0 || labelled == 1, file, "has an unknown label flag " + labelled);
        byte[] sha256 = new byte[32];
        bytes.get(SHAPE_END, sha256);
        return new ImageSetHeader((int) count, height, width, channels, labelled == 1, sha256);
    }

    static boolean isShape(int height, int width, int channels) {
        boolean sides = height >= 1 && height <= MAX_SIDE && width >= 1 && width <= MAX_SIDE;
        return sides && (channels == 1 || channels == 3);
    }

    static String shapeFault(int height, int width, int channels) {
        return "names images of %d x %d x %d; sides of 1-%d and 1 or 3 channels are possible"
                .formatted(height, width, channels, MAX_SIDE);
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CRC_START));
        return (int) crc.getValue();
    }

    private static void require(boolean condition, Path file, String fault) {
        if (!condition) {
            throw DtnException.failure(file + " " + fault);
        }
    }
}

package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a {@code .codes} file, little-endian:
 *
 * <pre>
 *   0  "DTNC"          16  dimension               24  zeros
 *   4  version (1)     20  CRC-32C of the values   60  CRC-32C of bytes 0-59
 *   8  count (long)
 * </pre>
 *
 * Behind it stand {@code count * dimension} 32-bit floats, row by row.
 *
 * @param checksum CRC-32C of the values
 */
record CodeSetHeader(int count, int dimension, int checksum) {
    static final int BYTES = 64;
    static final int MAX_DIMENSION = 1 << 16;

    private static final int MAGIC = 'D' | 'T' << 8 | 'N' << 16 | 'C' << 24;
    private static final int VERSION = 1;
    private static final int CRC_START = BYTES - Integer.BYTES;

    /** Bytes of one code. */
    int codeBytes() {
        return dimension * Float.BYTES;
    }

    long fileBytes() {
        return BYTES + (long) count * codeBytes();
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(VERSION).putLong(count).putInt(dimension).putInt(checksum);
        bytes.putInt(CRC_START, crc(bytes));
        return bytes.rewind();
    }

    /** Reads and checks a header; {@code file} is for the messages. */
    static CodeSetHeader decode(ByteBuffer bytes, Path file) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        require(bytes.getInt(0) == MAGIC, file, "is not a set of codes; make one with 'dtn prepare faces'");
        int version = bytes.getInt(4);
        require(version == VERSION, file, "has format version " + version + ", this program reads " + VERSION);
        require(bytes.getInt(CRC_START) == crc(bytes), file, "has a damaged header; prepare it again");
        long count = bytes.getLong(8);
        int dimension = bytes.getInt(16);
        require(count >= 1 && count <= Integer.MAX_VALUE, file, "names a count of " + count + " codes");
        require(
                dimension >= 1 && dimension <= MAX_DIMENSION,
                file,
                "names codes of " + dimension + " values; 1 to " + MAX_DIMENSION + " are possible");
        return new CodeSetHeader((int) count, dimension, bytes.getInt(20));
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

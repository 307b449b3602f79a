package io.github.dtn4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Makes the checksums of damaged files right again, so that the damage comes through to what lies behind them. */
final class Checksums {
    private static final int PNG_SIGNATURE = 8;

    private Checksums() {}

    /** The CRC of each chunk of a PNG that is still whole. */
    static byte[] ofPng(byte[] bytes) {
        ByteBuffer png = ByteBuffer.wrap(bytes);
        for (int at = PNG_SIGNATURE; at + 12 <= bytes.length; ) {
            int length = png.getInt(at);
            if (length < 0 || length > bytes.length - at - 12) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, at + 4, length + 4);
            png.putInt(at + 8 + length, (int) crc.getValue());
            at += 12 + length;
        }
        return bytes;
    }

    /** The CRC in the last four bytes of a header of {@code headerBytes}. */
    static byte[] ofHeader(byte[] bytes, int headerBytes) {
        if (bytes.length >= headerBytes) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, headerBytes - Integer.BYTES);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(headerBytes - Integer.BYTES, (int)
                    crc.getValue());
        }
        return bytes;
    }
}

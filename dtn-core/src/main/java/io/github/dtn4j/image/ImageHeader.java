package io.github.dtn4j.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * What the first bytes of a JPEG, PNG, WebP, BMP or GIF file say about the image, read before any decoder allocates
 * memory for its pixels.
 *
 * @param alpha whether the image may have transparent pixels
 */
record ImageHeader(long width, long height, boolean alpha) {
    /** A file that is no image, or not all of one; the message completes "FILE ...". */
    static final class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        FormatException(String message) {
            super(message);
        }
    }

    private static final long PNG = 0x89504E470D0A1A0AL;
    private static final int RIFF = 0x52494646;
    private static final int WEBP = 0x57454250;
    private static final int GIF8 = 0x47494638;
    private static final int BM = 0x424D;
    private static final int JPEG_START = 0xFFD8;

    /**
     * Pixels times scans of a progressive JPEG: the largest image may have 16, which is more than encoders make. A scan that
     * changes nothing takes a few bytes, but the decoder as long as any other.
     */
    private static final long MOST_SCANNED = 16 * Images.MAX_PIXELS;

    static ImageHeader read(byte[] bytes) throws FormatException {
        if (bytes.length == 0) {
            throw new FormatException("is empty");
        }
        try {
            return read(ByteBuffer.wrap(bytes));
        } catch (IndexOutOfBoundsException e) {
            throw new FormatException("is truncated or no image");
        }
    }

    private static ImageHeader read(ByteBuffer in) throws FormatException {
        int start = in.getShort(0) & 0xFFFF;
        if (start == JPEG_START) {
            return jpeg(in);
        }
        if (start == BM) {
            return bmp(in.order(ByteOrder.LITTLE_ENDIAN));
        }
        int magic = in.getInt(0);
        if (magic == GIF8) {
            return gif(in.order(ByteOrder.LITTLE_ENDIAN));
        }
        if (in.getLong(0) == PNG) {
            return png(in);
        }
        if (magic == RIFF && in.getInt(8) == WEBP) {
            return webp(in);
        }
        throw new FormatException("is not a JPEG, PNG, WebP, BMP or GIF image");
    }

    /** Walks over the segments to the frame header, then checks that the scans behind it end, and are not too many. */
    private static ImageHeader jpeg(ByteBuffer in) throws FormatException {
        ImageHeader header = null;
        int at = 2;
        while (true) {
            if (in.get(at) != (byte) 0xFF) {
                throw new FormatException("is a damaged JPEG: a segment has no marker");
            }
            int marker = in.get(at + 1) & 0xFF;
            if (marker == 0xFF) {
                at++; // fill byte
                continue;
            }
            int length = in.getShort(at + 2) & 0xFFFF;
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                header = new ImageHeader(in.getShort(at + 7) & 0xFFFF, in.getShort(at + 5) & 0xFFFF, false);
            } else if (marker == 0xDA) {
                if (header == null || !hasJpegEnd(in, at + 2 + length)) {
                    throw new FormatException("is a truncated JPEG");
                }
                if (scans(in, at) * header.width * header.height > MOST_SCANNED) {
                    throw new FormatException("is a JPEG of too many scans");
                }
                return header;
            }
            at += 2 + length;
        }
    }

    /** How often the decoder will go over the whole image. A marker cannot occur within a scan. */
    private static long scans(ByteBuffer in, int firstScan) {
        long scans = 0;
        for (int at = firstScan; at < in.limit() - 1; at++) {
            scans += in.get(at) == (byte) 0xFF && in.get(at + 1) == (byte) 0xDA ? 1 : 0;
        }
        return scans;
    }

    /** The decoder paints missing rows grey instead of failing, so the end marker is looked for, from behind. */
    private static boolean hasJpegEnd(ByteBuffer in, int scanStart) {
        for (int at = in.limit() - 2; at >= scanStart; at--) {
            if (in.get(at) == (byte) 0xFF && in.get(at + 1) == (byte) 0xD9) {
                return true;
            }
        }
        return false;
    }

    /** Walks over the chunks: transparency may hide in one of them, each has a checksum, and the last must be there. */
    private static ImageHeader png(ByteBuffer in) throws FormatException {
        boolean alpha = (in.get(25) & 4) != 0; // colour types 4 and 6
        int at = 8;
        while (true) {
            int length = in.getInt(at);
            int type = in.getInt(at + 4);
            if (length < 0 || length > in.limit() - at - 12) {
                throw new FormatException("is a truncated PNG");
            }
            CRC32 crc = new CRC32();
            crc.update(in.slice(at + 4, length + 4));
            if ((int) crc.getValue() != in.getInt(at + 8 + length)) {
                throw new FormatException("is a damaged PNG: a checksum does not match");
            }
            if (type == 0x49454E44) { // IEND
                return new ImageHeader(in.getInt(16) & 0xFFFFFFFFL, in.getInt(20) & 0xFFFFFFFFL, alpha);
            }
            alpha |= type == 0x74524E53; // tRNS
            at += 12 + length;
        }
    }

    private static ImageHeader webp(ByteBuffer in) throws FormatException {
        int chunk = in.getInt(12);
        in.order(ByteOrder.LITTLE_ENDIAN);
        if (8 + (in.getInt(4) & 0xFFFFFFFFL) > in.limit()) {
            throw new FormatException("is a truncated WebP");
        }
        return switch (chunk) {
            case 0x56503820 -> // "VP8 ", lossy
                new ImageHeader(in.getShort(26) & 0x3FFF, in.getShort(28) & 0x3FFF, false);
            case 0x5650384C -> { // "VP8L", lossless
                int bits = in.getInt(21);
                yield new ImageHeader((bits & 0x3FFF) + 1, (bits >>> 14 & 0x3FFF) + 1, (bits & 1 << 28) != 0);
            }
            case 0x56503858 -> // "VP8X", extended
                new ImageHeader((in.getInt(24) & 0xFFFFFF) + 1, (in.getInt(26) >>> 8) + 1, (in.get(20) & 0x10) != 0);
            default -> throw new FormatException("is a damaged WebP");
        };
    }

    private static ImageHeader gif(ByteBuffer in) {
        return new ImageHeader(in.getShort(6) & 0xFFFF, in.getShort(8) & 0xFFFF, true);
    }

    private static ImageHeader bmp(ByteBuffer in) {
        if (in.getInt(14) == 12) { // OS/2
            return new ImageHeader(in.getShort(18) & 0xFFFF, in.getShort(20) & 0xFFFF, false);
        }
        return new ImageHeader(in.getInt(18), Math.abs((long) in.getInt(22)), false); // negative: top row first
    }
}

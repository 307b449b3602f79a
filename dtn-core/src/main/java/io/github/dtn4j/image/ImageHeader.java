package io.github.dtn4j.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * What the first bytes of a JPEG, PNG, WebP, BMP or GIF file say about the image, read before any decoder allocates
 * memory for its pixels.
 *
 * @param width columns before the EXIF orientation is applied; 0 and more than memory holds are possible
 * @param height rows before the EXIF orientation is applied; likewise
 * @param alpha whether the image may have transparent pixels
 */
public record ImageHeader(long width, long height, boolean alpha) {
    /** A file that is no image, or not all of one; the message completes "FILE ...". */
    public static final class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean image;

        private FormatException(String message, boolean image) {
            super(message);
            this.image = image;
        }

        FormatException(String message) {
            this(message, true);
        }

        /** True if it begins as one of the formats does, so that it is a damaged image, not something else. */
        public boolean image() {
            return image;
        }
    }

    private static final long PNG = 0x89504E470D0A1A0AL;
    private static final int RIFF = 0x52494646;
    private static final int WEBP = 0x57454250;
    private static final int GIF8 = 0x47494638;
    private static final int BM = 0x424D;
    private static final int JPEG_START = 0xFFD8;
    private static final long MOST_SCANS = 200; // a progressive JPEG has about ten
    private static final long MOST_SCANS_OF_LARGEST = 16;
    private static final int LONGEST_START = 12; // bytes that tell the formats apart

    /**
     * Reads the header of an image file; a JPEG or PNG that is cut short or does not match its checksums is found out, too.
     *
     * @param bytes the whole file
     * @throws FormatException if it is no image, or a damaged one
     */
    public static ImageHeader read(byte[] bytes) throws FormatException {
        if (bytes.length == 0) {
            throw new FormatException("is empty", false);
        }
        try {
            return read(ByteBuffer.wrap(bytes));
        } catch (IndexOutOfBoundsException e) {
            throw new FormatException("is truncated or no image", bytes.length >= LONGEST_START);
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
        throw new FormatException("is not a JPEG, PNG, WebP, BMP or GIF image", false);
    }

    /** True if the image has pixels, and at most so many. */
    public boolean fits(long pixels) {
        return width >= 1 && height >= 1 && width <= pixels / height;
    }

    /** Walks over the segments to the frame header, then checks that the scans behind it end and are not too many. */
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
            if (marker <= 0x01
                    || marker >= 0xD0 && marker <= 0xD9) { // the decoder reads these otherwise: without a length
                throw new FormatException("is a damaged JPEG: a marker is out of place");
            }
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                header = new ImageHeader(in.getShort(at + 7) & 0xFFFF, in.getShort(at + 5) & 0xFFFF, false);
            } else if (marker == 0xDA) {
                if (header == null) {
                    throw new FormatException("is a damaged JPEG: its size is missing");
                }
                long most = mostScans(header);
                if (scans(in, at) > most) {
                    throw new FormatException("is a JPEG of more than %d scans".formatted(most));
                }
                return header;
            }
            at += 2 + length;
        }
    }

    /** As many scans as take a few seconds: 16 of the largest image. */
    private static long mostScans(ImageHeader header) {
        long pixels = Math.max(1, header.width * header.height);
        return Math.max(
                MOST_SCANS_OF_LARGEST, Math.min(MOST_SCANS, MOST_SCANS_OF_LARGEST * Images.MAX_PIXELS / pixels));
    }

    /**
     * How many scans there are from the first one to the end of the image, whatever a camera has appended to it. One of a few
     * bytes has the decoder go over all pixels again: many of them would keep it busy for hours. Missing rows it paints grey
     * instead of failing, so the end must be there.
     */
    private static int scans(ByteBuffer in, int first) throws FormatException {
        int scans = 0;
        int at = first;
        while (at < in.limit() - 1) {
            int marker = in.get(at) == (byte) 0xFF ? in.get(at + 1) & 0xFF : -1;
            if (marker == 0xD9) {
                return scans;
            } else if (marker < 0 || marker == 0xFF) {
                at++; // data of the scan, or a fill byte
            } else if (marker <= 0x01 || marker >= 0xD0 && marker <= 0xD8) {
                at += 2; // an escaped byte, or a marker without a length
            } else {
                scans += marker == 0xDA ? 1 : 0;
                at += at < in.limit() - 3 ? 2 + (in.getShort(at + 2) & 0xFFFF) : 2;
            }
        }
        throw new FormatException("is a truncated JPEG");
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

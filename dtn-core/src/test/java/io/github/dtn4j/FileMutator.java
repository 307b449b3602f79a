package io.github.dtn4j;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages the content of a valid file, in ways that follow from a seed. */
public final class FileMutator {
    private static final int MOST_CHANGES = 3;
    private static final int HEADER_BYTES = 160;
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        255,
        256,
        0x7FFF,
        0xFFFF,
        0x10000,
        1 << 24,
        Integer.MAX_VALUE,
        1L << 31,
        0xFFFFFFFFL,
        Long.MAX_VALUE,
        -1,
        -2
    };
    private static final String[] WORDS = {
        "-1",
        "0",
        "1e999",
        "NaN",
        "99999999999999999999",
        "4611686018427387904",
        "2147483647",
        "null",
        "\"\"",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "'",
        "\n",
        "\t",
        " ",
        "#",
        "&a ",
        "*a",
        "!!binary ",
        "\\u0000",
        "\u0000",
        "\u00e9",
        "- ",
        "true",
        "[".repeat(3000),
        "{\"a\":".repeat(1500)
    };

    private final SplittableRandom random;

    public FileMutator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A damaged copy. */
    public byte[] damage(byte[] valid) {
        byte[] bytes = valid.clone();
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes, valid);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, byte[] valid) {
        if (bytes.length == 0) {
            return extended(bytes);
        }
        return switch (random.nextInt(8)) {
            case 0 -> flipped(bytes);
            case 1 -> overwritten(bytes);
            case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> extended(bytes);
            case 4 -> spliced(bytes, valid);
            case 5 -> replaced(bytes, 1 + random.nextInt(4), WORDS[random.nextInt(WORDS.length)]);
            default -> renumbered(bytes);
        };
    }

    private byte[] flipped(byte[] bytes) {
        for (int i = random.nextInt(8); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] overwritten(byte[] bytes) {
        for (int at = random.nextInt(bytes.length), end = at + random.nextInt(16);
                at <= end && at < bytes.length;
                at++) {
            bytes[at] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private byte[] extended(byte[] bytes) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
        for (int at = bytes.length; at < longer.length; at++) {
            longer[at] = (byte) random.nextInt(256);
        }
        return longer;
    }

    /** A piece of the valid file, at most half of it, instead of another piece. */
    private byte[] spliced(byte[] bytes, byte[] valid) {
        int from = random.nextInt(valid.length);
        int length = Math.min(valid.length - from, random.nextInt(valid.length / 2 + 1));
        return replaced(bytes, random.nextInt(length + 1), Arrays.copyOfRange(valid, from, from + length));
    }

    private byte[] replaced(byte[] bytes, int length, String word) {
        return replaced(bytes, length, word.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] replaced(byte[] bytes, int length, byte[] piece) {
        int at = random.nextInt(bytes.length);
        int rest = Math.min(bytes.length, at + length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(piece);
        out.write(bytes, rest, bytes.length - rest);
        return out.toByteArray();
    }

    /** A number that programs like to trip over, more often than not where headers are. */
    private byte[] renumbered(byte[] bytes) {
        int width = 1 << random.nextInt(4);
        int reach = random.nextInt(4) == 0 ? bytes.length : Math.min(bytes.length, HEADER_BYTES);
        if (reach < width) {
            return flipped(bytes);
        }
        boolean little = random.nextBoolean();
        ByteBuffer number = ByteBuffer.allocate(8).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        number.putLong(NUMBERS[random.nextInt(NUMBERS.length)]);
        number.get(little ? 0 : 8 - width, bytes, random.nextInt(reach - width + 1), width);
        return bytes;
    }
}

package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An idx file of unsigned bytes (LeCun's MNIST format), read record by record, so that a header that lies costs no
 * memory: two zeros, the type 8, the number of dimensions, each dimension as a big-endian int, then the values.
 */
final class IdxStream implements AutoCloseable {
    private static final int UNSIGNED_BYTE = 8;

    private final NamedInput input;
    private final InputStream in;
    private final int[] dimensions;
    private int recordsRead;

    private IdxStream(NamedInput input, InputStream in, int[] dimensions) {
        this.input = input;
        this.in = in;
        this.dimensions = dimensions;
    }

    static IdxStream open(NamedInput input) {
        InputStream in = null;
        try {
            in = input.open();
            return new IdxStream(input, in, readDimensions(input, in));
        } catch (IOException | DtnException e) {
            closeQuietly(in, e);
            throw e instanceof DtnException fault ? fault : damaged(input, (IOException) e);
        }
    }

    private static int[] readDimensions(NamedInput input, InputStream in) throws IOException {
        byte[] start = in.readNBytes(4);
        if (start.length < 4
                || start[0] != 0
                || start[1] != 0
                || start[2] != UNSIGNED_BYTE
                || start[3] < 1
                || start[3] > 4) {
            throw DtnException.failure(input + " is not an idx file of 1 to 4 dimensions of unsigned bytes");
        }
        byte[] sizes = in.readNBytes(start[3] * Integer.BYTES);
        if (sizes.length < start[3] * Integer.BYTES) {
            throw DtnException.failure(input + " ends within its header; fetch it again");
        }
        int[] dimensions = new int[start[3]];
        ByteBuffer.wrap(sizes).asIntBuffer().get(dimensions);
        if (Arrays.stream(dimensions).anyMatch(d -> d < 1)) {
            throw DtnException.failure(input + " names impossible dimensions " + Arrays.toString(dimensions));
        }
        return dimensions;
    }

    int count() {
        return dimensions[0];
    }

    /** All dimensions, the count first. */
    int[] dimensions() {
        return dimensions.clone();
    }

    /** The next values; memory grows with what is there, not with what is asked for. */
    byte[] read(int values) {
        try {
            byte[] record = in.readNBytes(values);
            if (record.length < values) {
                throw DtnException.failure(
                        "%s is truncated: its header names %d records, it ends within number %d; fetch it again"
                                .formatted(input, count(), recordsRead + 1));
            }
            recordsRead++;
            return record;
        } catch (IOException e) {
            throw damaged(input, e);
        }
    }

    /** Checks that nothing follows; for gzip this also compares the checksum. */
    void expectEnd() {
        try {
            if (in.read() >= 0) {
                throw DtnException.failure("%s is longer than the %d records that its header names; fetch it again"
                        .formatted(input, count()));
            }
        } catch (IOException e) {
            throw damaged(input, e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw damaged(input, e);
        }
    }

    private static DtnException damaged(NamedInput input, IOException cause) {
        String reason = cause instanceof EOFException ? "it ends too early" : DtnException.reason(cause);
        return DtnException.failure("cannot read %s: %s; fetch it again".formatted(input, reason), cause);
    }

    private static void closeQuietly(@Nullable InputStream in, Exception cause) {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}

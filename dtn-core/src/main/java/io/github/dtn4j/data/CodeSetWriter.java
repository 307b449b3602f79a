package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Writes a {@link CodeSet} code by code; the count need not be known ahead. The file appears under its name at {@link
 * #finish()}; closing the writer before leaves nothing. Not thread-safe.
 */
public final class CodeSetWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final AtomicFile file;
    private final Path out;
    private final int dimension;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer buffer;
    private int count;

    private CodeSetWriter(AtomicFile file, Path out, int dimension) {
        this.file = file;
        this.out = out;
        this.dimension = dimension;
        this.buffer = ByteBuffer.allocate(Math.max(BUFFER_BYTES, dimension * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Starts a set.
     *
     * @param out the file to appear, by custom {@code *.codes}
     * @param dimension values of a code, 1 to 65536
     * @throws DtnException if the folder cannot be written
     */
    public static CodeSetWriter create(Path out, int dimension) {
        if (dimension < 1 || dimension > CodeSetHeader.MAX_DIMENSION) {
            throw new IllegalArgumentException("codes of %d values".formatted(dimension));
        }
        AtomicFile file = AtomicFile.create(out);
        file.append(ByteBuffer.allocate(CodeSetHeader.BYTES)); // room for the header
        return new CodeSetWriter(file, out, dimension);
    }

    /** Adds a code, as many values as the dimension. */
    public void add(float[] code) {
        if (code.length != dimension) {
            throw new IllegalArgumentException("a code of %d values for a set of %d".formatted(code.length, dimension));
        }
        if (buffer.remaining() < code.length * Float.BYTES) {
            flush();
        }
        for (float value : code) {
            buffer.putFloat(value);
        }
        count++;
    }

    private void flush() {
        buffer.flip();
        checksum.update(buffer.duplicate());
        file.append(buffer);
        buffer.clear();
    }

    /**
     * Writes the header, syncs, and gives the file its name.
     *
     * @throws DtnException if no code was added or the disk is full
     */
    public void finish() {
        if (count == 0) {
            throw DtnException.failure("no code to write to " + out);
        }
        flush();
        file.writeAt(0, new CodeSetHeader(count, dimension, (int) checksum.getValue()).encode());
        file.commit();
    }

    /** Removes what was written unless {@link #finish()} came first. */
    @Override
    public void close() {
        file.close();
    }
}

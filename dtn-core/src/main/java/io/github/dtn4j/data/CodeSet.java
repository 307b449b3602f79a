package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * f(x) of the images of a set, computed once and kept in a {@code .codes} file, each read when it is asked for: a million codes
 * of 128 values cost no memory. Row i belongs to image i. All methods are thread-safe.
 *
 * @see CodeSetWriter
 */
public final class CodeSet implements AutoCloseable {
    private final Path file;
    private final CodeSetHeader header;
    private final FileRecords content;

    private CodeSet(Path file, CodeSetHeader header, FileRecords content) {
        this.file = file;
        this.header = header;
        this.content = content;
    }

    /**
     * Opens a set; the header and the file's length are checked, the values are not (see {@link #verify()}).
     *
     * @throws DtnException if the file is missing, damaged, or of another kind
     */
    public static CodeSet open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw DtnException.usage("no such set of codes: %s; make one with 'dtn prepare faces'".formatted(file));
        }
        try {
            FileRecords content = FileRecords.open(file);
            try {
                CodeSetHeader header = CodeSetHeader.decode(readHeader(content, file), file);
                if (content.bytes() != header.fileBytes()) {
                    throw DtnException.failure(
                            "%s has %d bytes where its header names %d; it is truncated or damaged, prepare it again"
                                    .formatted(file, content.bytes(), header.fileBytes()));
                }
                return new CodeSet(file, header, content);
            } catch (DtnException e) {
                content.close();
                throw e;
            }
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    private static ByteBuffer readHeader(FileRecords content, Path file) {
        if (content.bytes() < CodeSetHeader.BYTES) {
            throw DtnException.failure("%s has only %d bytes and is no set of codes; make one with 'dtn prepare faces'"
                    .formatted(file, content.bytes()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(CodeSetHeader.BYTES);
        content.read(0, bytes);
        return bytes.flip();
    }

    /** The file behind this set. */
    public Path file() {
        return file;
    }

    /** Number of codes, at least 1. */
    public int count() {
        return header.count();
    }

    /** Values of a code, 128 of the face encoder. */
    public int dimension() {
        return header.dimension();
    }

    /** CRC-32C of the values, as the header says. */
    public int checksum() {
        return header.checksum();
    }

    /** A copy of one code, {@link #dimension()} values. */
    public float[] code(int index) {
        ByteBuffer bytes = ByteBuffer.allocate(header.codeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        content.read(CodeSetHeader.BYTES + (long) header.codeBytes() * Objects.checkIndex(index, count()), bytes);
        float[] code = new float[dimension()];
        bytes.flip().asFloatBuffer().get(code);
        return code;
    }

    /**
     * Reads the whole file and compares it with the checksum in its header.
     *
     * @throws DtnException if a bit has changed since the file was written
     */
    public void verify() {
        CRC32C crc = new CRC32C();
        content.forEach(CodeSetHeader.BYTES, header.fileBytes(), crc::update);
        if ((int) crc.getValue() != header.checksum()) {
            throw DtnException.failure(file + " is damaged: its values do not match their checksum; prepare it again");
        }
    }

    @Override
    public void close() {
        content.close();
    }
}

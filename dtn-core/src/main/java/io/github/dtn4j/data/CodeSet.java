package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * f(x) of the images of a set, computed once and kept in a {@code .codes} file that is mapped into memory: a million codes of
 * 128 values cost no heap. Row i belongs to image i. All methods are thread-safe.
 *
 * @see CodeSetWriter
 */
public final class CodeSet implements AutoCloseable {
    private final Path file;
    private final CodeSetHeader header;
    private volatile @Nullable MappedRecords codes;

    private CodeSet(Path file, CodeSetHeader header, MappedRecords codes) {
        this.file = file;
        this.header = header;
        this.codes = codes;
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
        try (FileChannel channel = FileChannel.open(file)) {
            CodeSetHeader header = CodeSetHeader.decode(readHeader(channel, file), file);
            if (channel.size() != header.fileBytes()) {
                throw DtnException.failure(
                        "%s has %d bytes where its header names %d; it is truncated or damaged, prepare it again"
                                .formatted(file, channel.size(), header.fileBytes()));
            }
            return new CodeSet(
                    file, header, MappedRecords.map(channel, CodeSetHeader.BYTES, header.codeBytes(), header.count()));
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    private static ByteBuffer readHeader(FileChannel channel, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CodeSetHeader.BYTES);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw DtnException.failure(
                        "%s has only %d bytes and is no set of codes; make one with 'dtn prepare faces'"
                                .formatted(file, bytes.position()));
            }
        }
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

    /** A copy of one code, {@link #dimension()} values. */
    public float[] code(int index) {
        byte[] bytes = new byte[header.codeBytes()];
        mapped().copyTo(Objects.checkIndex(index, count()), bytes, 0);
        float[] code = new float[dimension()];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(code);
        return code;
    }

    /**
     * Reads the whole file and compares it with the checksum in its header.
     *
     * @throws DtnException if a bit has changed since the file was written
     */
    public void verify() {
        CRC32C crc = new CRC32C();
        byte[] bytes = new byte[header.codeBytes()];
        for (int i = 0; i < count(); i++) {
            mapped().copyTo(i, bytes, 0);
            crc.update(bytes);
        }
        if ((int) crc.getValue() != header.checksum()) {
            throw DtnException.failure(file + " is damaged: its values do not match their checksum; prepare it again");
        }
    }

    private MappedRecords mapped() {
        MappedRecords mapped = codes;
        if (mapped == null) {
            throw new IllegalStateException(file + " is closed");
        }
        return mapped;
    }

    /** Lets go of the mapping; the memory returns when the garbage collector comes by. */
    @Override
    public void close() {
        codes = null;
    }
}

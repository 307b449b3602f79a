package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The list of the files that a resumable piece of work had to leave out, on the disk from the first one on, so that a million of
 * them need no memory. Its content is that of {@link Rejections}. Not thread-safe.
 */
public final class RejectionLog implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final AppendedFile content;
    private int count;

    private RejectionLog(Path file, AppendedFile content, int count) {
        this.file = file;
        this.content = content;
        this.count = count;
    }

    /**
     * Opens a list.
     *
     * @param bytes of it that are to stay; 0 for a new one
     * @param count files that these name
     */
    static RejectionLog open(Path file, long bytes, int count) {
        AppendedFile content = AppendedFile.open(file, bytes);
        if (bytes == 0) {
            content.append(Rejections.HEADING.getBytes(StandardCharsets.UTF_8));
        }
        return new RejectionLog(file, content, count);
    }

    /** Notes a file by its path. */
    public void add(String path, String reason) {
        content.append(Rejections.line(path, reason).getBytes(StandardCharsets.UTF_8));
        count++;
    }

    /** How many files were left out. */
    public int count() {
        return count;
    }

    long bytes() {
        return content.bytes();
    }

    void sync() {
        content.sync();
    }

    /** Copies the list to {@code target} where files were left out; also replaces an earlier list, which would mislead. */
    public void copyTo(Path target) {
        if (count == 0 && !Files.exists(target)) {
            return;
        }
        content.flush();
        try (InputStream in = Files.newInputStream(file);
                AtomicFile copy = AtomicFile.create(target)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                copy.append(ByteBuffer.wrap(buffer, 0, read));
            }
            copy.commit();
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    @Override
    public void close() {
        content.close();
    }
}

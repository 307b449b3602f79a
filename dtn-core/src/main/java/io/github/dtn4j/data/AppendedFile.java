package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that grows at its end, over several calls of the program. Not thread-safe. */
final class AppendedFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long written;

    private AppendedFile(Path file, FileChannel channel, long written) {
        this.file = file;
        this.channel = channel;
        this.written = written;
    }

    /**
     * Opens a file, after making it where it is missing.
     *
     * @param bytes how many of its bytes are to stay, no more than it has
     */
    static AppendedFile open(Path file, long bytes) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(bytes).position(bytes);
            return new AppendedFile(file, channel, bytes);
        } catch (IOException e) {
            throw DtnException.cannotWrite(file, e);
        }
    }

    void append(byte... bytes) {
        for (int from = 0; from < bytes.length; ) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int piece = Math.min(buffer.remaining(), bytes.length - from);
            buffer.put(bytes, from, piece);
            from += piece;
        }
    }

    /** A little-endian integer. */
    void append(int value) {
        append((byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24));
    }

    /** How many bytes it has, with those that are not written yet. */
    long bytes() {
        return written + buffer.position();
    }

    /** Writes all to the file. */
    void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                written += channel.write(buffer);
            }
        } catch (IOException e) {
            throw DtnException.cannotWrite(file, e);
        } finally {
            buffer.compact();
        }
    }

    /** Writes all to the file and the file to the disk. */
    void sync() {
        flush();
        try {
            channel.force(false);
        } catch (IOException e) {
            throw DtnException.cannotWrite(file, e);
        }
    }

    /** Closes it without writing what is left to write. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DtnException.cannotWrite(file, e);
        }
    }
}

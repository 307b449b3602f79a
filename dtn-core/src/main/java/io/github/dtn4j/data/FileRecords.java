package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Records of one size in a file, read where they stand by as many threads as like to. What has been read stays in the page
 * cache of the system; unlike a mapping it is no memory of the process, and a file that becomes shorter is an error that can be
 * reported (ADR 13).
 */
final class FileRecords implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final long bytes;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private FileRecords(Path file, FileChannel channel, long bytes) {
        this.file = file;
        this.channel = channel;
        this.bytes = bytes;
    }

    /** Opens a file, whose length is to stay. */
    static FileRecords open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        return new FileRecords(file, channel, channel.size());
    }

    /** Length of the file. */
    long bytes() {
        return bytes;
    }

    /** Fills {@code destination}, heap or direct, with what stands in the file from {@code start} on. */
    void read(long start, ByteBuffer destination) {
        boolean interrupted = false;
        long at = start;
        try {
            while (destination.hasRemaining()) {
                FileChannel used = channel;
                try {
                    int read = used.read(destination, at);
                    if (read < 0) {
                        throw DtnException.failure(
                                "%s became shorter while it was read; prepare it again".formatted(file));
                    }
                    at += read;
                } catch (ClosedByInterruptException e) { // which closes the channel for all threads
                    interrupted |= Thread.interrupted();
                    reopen(used);
                } catch (ClosedChannelException e) {
                    reopen(used);
                }
            }
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen(FileChannel broken) throws IOException {
        if (closed) {
            throw new IllegalStateException(file + " is closed");
        }
        if (channel == broken) {
            channel = FileChannel.open(file);
            if (channel.size() != bytes) {
                throw DtnException.failure("%s was replaced while it was read; start again".formatted(file));
            }
        }
    }

    /** The little-endian integer at {@code start}. */
    int readInt(long start) {
        ByteBuffer value = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        read(start, value);
        return value.getInt(0);
    }

    /** Hands on the bytes {@code from} (inclusive) to {@code to} (exclusive), a piece at a time. */
    void forEach(long from, long to, Consumer<ByteBuffer> taker) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (long at = from; at < to; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, to - at));
            read(at, buffer);
            taker.accept(buffer.flip());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw DtnException.failure("cannot close %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }
}

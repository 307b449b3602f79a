package io.github.dtn4j.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file that remembers whether it could not be read; otherwise what is in it is at fault. Not thread-safe. */
final class NotingChannel implements SeekableByteChannel {
    private final SeekableByteChannel file;
    private boolean failed;

    NotingChannel(SeekableByteChannel file) {
        this.file = file;
    }

    /** True if a read has failed since {@link #forget()}. */
    boolean failed() {
        return failed;
    }

    void forget() {
        failed = false;
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        try {
            return file.read(bytes);
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    @Override
    public long size() throws IOException {
        try {
            return file.size();
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public int write(ByteBuffer bytes) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

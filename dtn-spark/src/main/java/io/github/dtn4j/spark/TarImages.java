package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of a tar or tar.gz file, in their order, one of them in memory. A damaged file ends with an image that cannot be
 * read and says so; what comes before the damage can be used. Not thread-safe.
 */
final class TarImages implements Iterator<Entry>, Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long HEADER_BYTES = 1 << 20; // of one image: its name, at most some hundred

    private final String file;
    private final String prefix;
    private final HeaderLimit limit;
    private final TarArchiveInputStream tar;
    private @Nullable Entry next;
    private boolean begun;
    private boolean ended;

    /** Opens the file of a storage; {@code prefix} comes before the paths of its images. */
    TarImages(Storage storage, String file, String prefix) throws IOException {
        this.file = storage.name(file);
        this.prefix = prefix;
        InputStream in = storage.open(file);
        try {
            boolean packed = FileKind.of(this.file) == FileKind.TAR_GZ;
            this.limit = new HeaderLimit(packed ? unpacked(in) : in);
            this.tar = new TarArchiveInputStream(limit, "UTF-8");
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** What is no gzip file is so when it is read, so that it is one damaged file of many. */
    private static InputStream unpacked(InputStream in) throws IOException {
        try {
            return new GZIPInputStream(in, BUFFER_BYTES);
        } catch (EOFException | ZipException e) {
            return new FilterInputStream(in) {
                @Override
                public int read() throws IOException {
                    throw e;
                }

                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    throw e;
                }
            };
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            try {
                next = advance();
                ended = next == null;
            } catch (IOException | IllegalArgumentException e) { // the latter for numbers that are none
                ended = true;
                next = damaged(e);
            }
        }
        return next != null;
    }

    private @Nullable Entry advance() throws IOException {
        while (true) {
            if (begun) {
                tar.transferTo(OutputStream.nullOutputStream()); // what is left of the last file
            }
            begun = true;
            limit.left = HEADER_BYTES;
            TarArchiveEntry entry = tar.getNextEntry();
            limit.left = Long.MAX_VALUE;
            if (entry == null) {
                return null;
            }
            String name = entry.getName().replaceFirst("^(\\./+)+", "");
            if (entry.isFile() && FileKind.of(name) == FileKind.IMAGE) {
                return read(entry, name);
            }
        }
    }

    private Entry read(TarArchiveEntry entry, String name) throws IOException {
        try {
            return Entry.of(prefix + name, name, LimitedRead.all(tar, entry.getSize(), prefix + name));
        } catch (DtnException tooLarge) {
            return new Entry(prefix + name, name, 0, () -> {
                throw tooLarge;
            });
        }
    }

    private Entry damaged(Exception fault) {
        String reason = fault instanceof IOException known ? DtnException.reason(known) : fault.getMessage();
        return new Entry(file, file, 0, () -> {
            throw new IOException("the rest of the archive is damaged or missing: " + reason, fault);
        });
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Entry entry = Objects.requireNonNull(next);
        next = null;
        return entry;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** A name in a tar file may be gigabytes long, and all of it would be held in memory. */
    private static final class HeaderLimit extends FilterInputStream {
        private long left = HEADER_BYTES;

        HeaderLimit(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count(Math.max(0, read));
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(count);
            count(skipped);
            return skipped;
        }

        private void count(long bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("a name of more than a million letters");
            }
        }
    }
}

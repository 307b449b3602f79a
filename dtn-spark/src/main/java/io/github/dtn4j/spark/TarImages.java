package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
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

    private static final int LONGEST_NAME = 10_000; // characters; all names are held in memory

    private final String file;
    private final String prefix;
    private final boolean namesOnly;
    private final NotingStream source;
    private final HeaderLimit limit;
    private final TarArchiveInputStream tar;
    private @Nullable Entry next;
    private boolean begun;
    private boolean ended;

    /**
     * Opens the file of a storage.
     *
     * @param prefix comes before the paths of its images
     * @param namesOnly whether the images come without their content
     * @throws IOException if it cannot be opened now
     */
    TarImages(Storage storage, String file, String prefix, boolean namesOnly) throws IOException {
        this.file = storage.name(file);
        this.prefix = prefix;
        this.namesOnly = namesOnly;
        this.source = new NotingStream(storage.open(file));
        this.limit = new HeaderLimit(FileKind.of(this.file) == FileKind.TAR_GZ ? unpacked() : source);
        this.tar = new TarArchiveInputStream(limit, "UTF-8");
    }

    private InputStream unpacked() {
        try {
            return new GZIPInputStream(source, BUFFER_BYTES);
        } catch (IOException e) {
            next = damaged(e);
            ended = true;
            return source; // to be closed
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
                skipRest();
            }
            begun = true;
            limit.left = HEADER_BYTES;
            TarArchiveEntry entry = tar.getNextEntry();
            limit.left = Long.MAX_VALUE;
            if (entry == null) {
                return null;
            }
            String name = plain(entry.getName());
            if (entry.isFile() && FileKind.isImageOfArchive(name)) {
                return read(entry, name);
            }
        }
    }

    /** Without the dots that tar puts before a path. */
    private static String plain(String name) throws IOException {
        if (name.length() > LONGEST_NAME) {
            throw new IOException("a name of more than %,d letters".formatted(LONGEST_NAME));
        }
        int start = 0;
        while (name.startsWith("./", start)) {
            start += 2;
            while (name.startsWith("/", start)) {
                start++;
            }
        }
        return name.substring(start);
    }

    /** What is left of the last file. Skipping does not tell whether it is there, reading does. */
    private void skipRest() throws IOException {
        if (namesOnly) {
            tar.skip(Long.MAX_VALUE);
        } else {
            tar.transferTo(OutputStream.nullOutputStream());
        }
    }

    private Entry read(TarArchiveEntry entry, String name) throws IOException {
        if (namesOnly) {
            return Entry.of(prefix + name, name, new byte[0]);
        }
        try {
            return Entry.of(prefix + name, name, LimitedRead.all(tar, entry.getSize()));
        } catch (Damage.TooLarge tooLarge) {
            return new Entry(prefix + name, name, 0, () -> {
                throw tooLarge;
            });
        }
    }

    private Entry damaged(Exception fault) {
        String fact = fault instanceof IOException known ? DtnException.reason(known) : fault.getMessage();
        String reason = "the rest of the archive is damaged or missing: " + fact;
        IOException told = source.failed ? new IOException(reason, fault) : new Damage(reason, fault);
        return new Entry(file, null, 0, () -> {
            throw told;
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

    /** Remembers whether the file could not be read, which another attempt may; otherwise what is in it is at fault. */
    private static final class NotingStream extends FilterInputStream {
        private boolean failed;

        NotingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return noting(super::read);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return noting(() -> super.read(bytes, from, length));
        }

        @Override
        public long skip(long count) throws IOException {
            return noting(() -> super.skip(count));
        }

        private <T> T noting(Reading<T> reading) throws IOException {
            try {
                return reading.read();
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        private interface Reading<T> {
            T read() throws IOException;
        }
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

package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Images of one shape in a packed {@code .images} file, each read when it is asked for: a million of them cost no memory and
 * come at the speed of the page cache. Pixels are 8-bit, (height, width, channels), RGB; labels are class numbers from 0. All
 * methods are thread-safe.
 *
 * @see ImageSetWriter
 */
public final class ImageSet implements AutoCloseable {
    private final Path file;
    private final ImageSetHeader header;
    private final FileRecords content;
    private final Rows rows;

    private ImageSet(Path file, ImageSetHeader header, FileRecords content, Rows rows) {
        this.file = file;
        this.header = header;
        this.content = content;
        this.rows = rows;
    }

    /**
     * Opens a set; the header and the file's length are checked, the pixels are not (see {@link #verify()}).
     *
     * @throws DtnException if the file is missing, damaged, or of another kind
     */
    public static ImageSet open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw DtnException.usage("no such image set: " + file);
        }
        try {
            FileRecords content = FileRecords.open(file);
            try {
                ImageSetHeader header = ImageSetHeader.decode(readHeader(content, file), file);
                if (content.bytes() != header.fileBytes()) {
                    throw DtnException.failure(
                            "%s has %d bytes where its header names %d; it is truncated or damaged, prepare it again"
                                    .formatted(file, content.bytes(), header.fileBytes()));
                }
                return new ImageSet(file, header, content, Rows.range(0, header.count()));
            } catch (DtnException e) {
                content.close();
                throw e;
            }
        } catch (IOException e) {
            throw DtnException.failure("cannot read image set " + file + ": " + DtnException.reason(e), e);
        }
    }

    private static ByteBuffer readHeader(FileRecords content, Path file) {
        if (content.bytes() < ImageSetHeader.BYTES) {
            throw DtnException.failure("%s has only %d bytes and is no image set; make one with 'dtn prepare'"
                    .formatted(file, content.bytes()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(ImageSetHeader.BYTES);
        content.read(0, bytes);
        return bytes.flip();
    }

    /** The file behind this set. */
    public Path file() {
        return file;
    }

    /** Number of images; at least 1 unless this is an empty slice. */
    public int count() {
        return rows.count;
    }

    /** Number of images in the whole file, of which this may be a part. */
    public int countInFile() {
        return header.count();
    }

    /** Rows of an image. */
    public int height() {
        return header.height();
    }

    /** Columns of an image. */
    public int width() {
        return header.width();
    }

    /** 1 (grey) or 3 (RGB). */
    public int channels() {
        return header.channels();
    }

    /** Bytes of one image, height * width * channels. */
    public int imageBytes() {
        return header.imageBytes();
    }

    /** Whether {@link #label} may be asked. */
    public boolean labelled() {
        return header.labelled();
    }

    /** The class number of an image, at least 0. */
    public int label(int index) {
        if (!labelled()) {
            throw new IllegalStateException(file + " has no labels");
        }
        return content.readInt(header.labelStart() + (long) Integer.BYTES * position(index));
    }

    /** Copies the {@link #imageBytes()} bytes of an image into {@code destination} from {@code offset} on. */
    public void copyTo(int index, byte[] destination, int offset) {
        copyTo(index, ByteBuffer.wrap(destination, offset, imageBytes()));
    }

    /** Copies an image to the position of {@code destination}, heap or direct, and moves the position behind it. */
    public void copyTo(int index, ByteBuffer destination) {
        int end = destination.limit();
        destination.limit(destination.position() + imageBytes());
        content.read(ImageSetHeader.BYTES + (long) imageBytes() * position(index), destination);
        destination.limit(end);
    }

    /** A copy of one image. */
    public Pixels pixels(int index) {
        byte[] data = new byte[imageBytes()];
        copyTo(index, data, 0);
        return new Pixels(data, height(), width(), channels());
    }

    /** The images {@code from} (inclusive) to {@code to} (exclusive), as a view on the same file. */
    public ImageSet slice(int from, int to) {
        Objects.checkFromToIndex(from, to, count());
        return new ImageSet(file, header, content, rows.slice(from, to));
    }

    /** The images whose label passes, in their order, as a view on the same file. */
    public ImageSet where(IntPredicate label) {
        int[] chosen = IntStream.range(0, count())
                .filter(i -> label.test(label(i)))
                .map(this::position)
                .toArray();
        return new ImageSet(file, header, content, new Rows(chosen, 0, chosen.length));
    }

    /** At most so many of the images, evenly spaced over all of them, as a view on the same file. */
    public ImageSet spread(int most) {
        if (count() <= most) {
            return this;
        }
        int[] chosen = IntStream.range(0, most)
                .map(i -> position((int) ((long) i * count() / most)))
                .toArray();
        return new ImageSet(file, header, content, new Rows(chosen, 0, most));
    }

    /** SHA-256 of pixels, labels and shape of the whole file, in hexadecimal, as the header names it. */
    public String hash() {
        return HexFormat.of().formatHex(header.sha256());
    }

    /** Tells these images from any others: {@link #hash()} and which of them. */
    public String fingerprint() {
        return "images %s from %d, %d%s"
                .formatted(hash(), rows.from, rows.count, rows.list == null ? "" : " of " + Arrays.hashCode(rows.list));
    }

    /**
     * Reads the whole file and compares it with {@link #hash()}.
     *
     * @throws DtnException if a bit has changed since the file was written
     */
    public void verify() {
        MessageDigest digest = ImageSetWriter.sha256();
        content.forEach(ImageSetHeader.BYTES, header.fileBytes(), digest::update);
        digest.update(header.shape());
        if (!Arrays.equals(digest.digest(), header.sha256())) {
            throw DtnException.failure(file + " is damaged: its content does not match its hash; prepare it again");
        }
    }

    /** Closes the file, also for all slices. */
    @Override
    public void close() {
        content.close();
    }

    /** Where an image of this view stands in the file. */
    public int position(int index) {
        return rows.position(Objects.checkIndex(index, count()));
    }

    /** Which images of the file a view has: those from {@code from} on, or so many of a list. */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    private record Rows(int @Nullable [] list, int from, int count) {
        static Rows range(int from, int to) {
            return new Rows(null, from, to - from);
        }

        Rows slice(int begin, int end) {
            return new Rows(list, from + begin, end - begin);
        }

        int position(int index) {
            return list == null ? from + index : list[from + index];
        }
    }
}

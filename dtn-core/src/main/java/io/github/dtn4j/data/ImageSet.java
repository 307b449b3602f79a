package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
 * Images of one shape in a packed {@code .images} file, mapped into memory: a million of them cost no heap and are read at
 * the speed of the page cache. Pixels are 8-bit, (height, width, channels), RGB; labels are class numbers from 0. All
 * methods are thread-safe.
 *
 * @see ImageSetWriter
 */
public final class ImageSet implements AutoCloseable {
    private final Path file;
    private final ImageSetHeader header;
    private final Mapping mapping;
    private final Rows rows;

    private ImageSet(Path file, ImageSetHeader header, Mapping mapping, Rows rows) {
        this.file = file;
        this.header = header;
        this.mapping = mapping;
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
        try (FileChannel channel = FileChannel.open(file)) {
            ImageSetHeader header = ImageSetHeader.decode(readHeader(channel, file), file);
            if (channel.size() != header.fileBytes()) {
                throw DtnException.failure(
                        "%s has %d bytes where its header names %d; it is truncated or damaged, prepare it again"
                                .formatted(file, channel.size(), header.fileBytes()));
            }
            MappedRecords pixels =
                    MappedRecords.map(channel, ImageSetHeader.BYTES, header.imageBytes(), header.count());
            MappedRecords labels = header.labelled()
                    ? MappedRecords.map(channel, header.labelStart(), Integer.BYTES, header.count())
                    : null;
            return new ImageSet(file, header, new Mapping(pixels, labels), Rows.range(0, header.count()));
        } catch (IOException e) {
            throw DtnException.failure("cannot read image set " + file + ": " + DtnException.reason(e), e);
        }
    }

    private static ByteBuffer readHeader(FileChannel channel, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ImageSetHeader.BYTES);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw DtnException.failure("%s has only %d bytes and is no image set; make one with 'dtn prepare'"
                        .formatted(file, bytes.position()));
            }
        }
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
        MappedRecords labels = mapping.labels;
        if (labels == null) {
            throw new IllegalStateException(file + (labelled() ? " is closed" : " has no labels"));
        }
        return labels.getInt(position(index));
    }

    /** Copies the {@link #imageBytes()} bytes of an image into {@code destination} from {@code offset} on. */
    public void copyTo(int index, byte[] destination, int offset) {
        pixels().copyTo(position(index), destination, offset);
    }

    /** Copies an image to the position of {@code destination}, heap or direct, and moves the position behind it. */
    public void copyTo(int index, ByteBuffer destination) {
        pixels().copyTo(position(index), destination);
    }

    /** A copy of one image. */
    public Pixels pixels(int index) {
        byte[] data = new byte[imageBytes()];
        copyTo(index, data, 0);
        return new Pixels(data, height(), width(), channels());
    }

    /** The images {@code from} (inclusive) to {@code to} (exclusive), as a view on the same mapping. */
    public ImageSet slice(int from, int to) {
        Objects.checkFromToIndex(from, to, count());
        return new ImageSet(file, header, mapping, rows.slice(from, to));
    }

    /** The images whose label passes, in their order, as a view on the same mapping. */
    public ImageSet where(IntPredicate label) {
        int[] chosen = IntStream.range(0, count())
                .filter(i -> label.test(label(i)))
                .map(this::position)
                .toArray();
        return new ImageSet(file, header, mapping, new Rows(chosen, 0, chosen.length));
    }

    /** SHA-256 of pixels, labels and shape of the whole file, in hexadecimal, as the header names it. */
    public String hash() {
        return HexFormat.of().formatHex(header.sha256());
    }

    /**
     * Reads the whole file and compares it with {@link #hash()}.
     *
     * @throws DtnException if a bit has changed since the file was written
     */
    public void verify() {
        MessageDigest digest = ImageSetWriter.sha256();
        pixels().digest(digest);
        MappedRecords labels = mapping.labels;
        if (labels != null) {
            labels.digest(digest);
        }
        digest.update(header.shape());
        if (!Arrays.equals(digest.digest(), header.sha256())) {
            throw DtnException.failure(file + " is damaged: its content does not match its hash; prepare it again");
        }
    }

    /** Lets go of the mapping, also for all slices; the memory returns when the garbage collector comes by. */
    @Override
    public void close() {
        mapping.pixels = null;
        mapping.labels = null;
    }

    /** Where an image of this view stands in the file. */
    public int position(int index) {
        return rows.position(Objects.checkIndex(index, count()));
    }

    private MappedRecords pixels() {
        MappedRecords pixels = mapping.pixels;
        if (pixels == null) {
            throw new IllegalStateException(file + " is closed");
        }
        return pixels;
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

    /** What a set and its slices share. */
    private static final class Mapping {
        private volatile @Nullable MappedRecords pixels;
        private volatile @Nullable MappedRecords labels;

        Mapping(MappedRecords pixels, @Nullable MappedRecords labels) {
            this.pixels = pixels;
            this.labels = labels;
        }
    }
}

package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Pixels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Writes an {@link ImageSet} image by image; the count need not be known ahead. The file appears under its name at {@link
 * #finish()}; closing the writer before leaves nothing. Not thread-safe.
 */
public final class ImageSetWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final AtomicFile file;
    private final Path out;
    private final int height;
    private final int width;
    private final int channels;
    private final boolean labelled;
    private final MessageDigest digest = sha256();
    private final ByteBuffer buffer;
    private int[] labels = new int[1024];
    private int count;

    private ImageSetWriter(AtomicFile file, Path out, int height, int width, int channels, boolean labelled) {
        this.file = file;
        this.out = out;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.labelled = labelled;
        this.buffer = ByteBuffer.allocate(Math.max(BUFFER_BYTES, height * width * channels));
    }

    /**
     * Starts a set of images of one shape.
     *
     * @param out the file to appear, by custom {@code *.images}
     * @param channels 1 (grey) or 3 (RGB)
     * @param labelled whether every image comes with a label
     * @throws DtnException if the shape is impossible or the folder cannot be written
     */
    public static ImageSetWriter create(Path out, int height, int width, int channels, boolean labelled) {
        if (!ImageSetHeader.isShape(height, width, channels)) {
            throw DtnException.usage(out + " " + ImageSetHeader.shapeFault(height, width, channels));
        }
        AtomicFile file = AtomicFile.create(out);
        file.append(ByteBuffer.allocate(ImageSetHeader.BYTES)); // room for the header
        return new ImageSetWriter(file, out, height, width, channels, labelled);
    }

    /** Images added so far. */
    public int count() {
        return count;
    }

    /**
     * Adds a labelled image.
     *
     * @param pixels (height, width, channels), unsigned
     * @param label class number, at least 0
     */
    public void add(byte[] pixels, int label) {
        if (!labelled || label < 0) {
            throw new IllegalArgumentException("label " + label + (labelled ? "" : " for a set without labels"));
        }
        if (count == labels.length) {
            labels = Arrays.copyOf(labels, (int) Math.min(Integer.MAX_VALUE - 8L, count * 2L));
        }
        labels[count] = label;
        append(pixels);
    }

    /** Adds an image to a set without labels. */
    public void add(byte[] pixels) {
        if (labelled) {
            throw new IllegalArgumentException("an image without a label for a labelled set");
        }
        append(pixels);
    }

    /** Adds a labelled image of exactly this set's shape. */
    public void add(Pixels image, int label) {
        add(checkedData(image), label);
    }

    /** Adds an image of exactly this set's shape to a set without labels. */
    public void add(Pixels image) {
        add(checkedData(image));
    }

    private byte[] checkedData(Pixels image) {
        if (image.height() != height || image.width() != width || image.channels() != channels) {
            throw new IllegalArgumentException("an image of %d x %d x %d for a set of %d x %d x %d"
                    .formatted(image.height(), image.width(), image.channels(), height, width, channels));
        }
        return image.data();
    }

    private void append(byte[] pixels) {
        if (pixels.length != height * width * channels) {
            throw new IllegalArgumentException(
                    "%d bytes for an image of %d x %d x %d".formatted(pixels.length, height, width, channels));
        }
        if (count == Integer.MAX_VALUE - 8) {
            throw DtnException.failure(out + " is full: a set holds at most " + count + " images");
        }
        if (buffer.remaining() < pixels.length) {
            flush();
        }
        buffer.put(pixels);
        count++;
    }

    private void flush() {
        buffer.flip();
        digest.update(buffer.duplicate());
        file.append(buffer);
        buffer.clear();
    }

    /**
     * Writes labels and header, syncs, and gives the file its name.
     *
     * @throws DtnException if no image was added or the disk is full
     */
    public void finish() {
        if (count == 0) {
            throw DtnException.failure("no image to write to " + out + "; check that the source holds readable images");
        }
        flush();
        if (labelled) {
            writeLabels();
        }
        ImageSetHeader shape = new ImageSetHeader(count, height, width, channels, labelled, new byte[32]);
        digest.update(shape.shape());
        ImageSetHeader header = new ImageSetHeader(count, height, width, channels, labelled, digest.digest());
        file.writeAt(0, header.encode());
        file.commit();
    }

    private void writeLabels() {
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            if (buffer.remaining() < Integer.BYTES) {
                flush();
            }
            buffer.putInt(labels[i]);
        }
        flush();
    }

    /** Removes what was written unless {@link #finish()} came first. */
    @Override
    public void close() {
        file.close();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

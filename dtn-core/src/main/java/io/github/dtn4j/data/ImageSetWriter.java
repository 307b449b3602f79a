package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
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
    private boolean broken;
    private boolean complete;

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

    /**
     * Goes on with a set of which an earlier call has written the first images. Closing the writer before {@link #finish()} keeps
     * what was written.
     *
     * @param unfinished where they are, on the disk of {@code out}; made where there are none
     * @param progress updated with the bytes that were read again
     * @param images how many of them are to stay
     * @param labels of these, where the set is labelled
     */
    static ImageSetWriter resume(
            Path out, Path unfinished, Fit shape, boolean labelled, Progress progress, int images, int... labels) {
        long bytes = images == 0 ? 0 : bytes(shape, images);
        AtomicFile file = AtomicFile.resume(out, unfinished, bytes);
        if (images == 0) {
            file.append(ByteBuffer.allocate(ImageSetHeader.BYTES)); // room for the header
        }
        ImageSetWriter writer = new ImageSetWriter(file, out, shape.size(), shape.size(), shape.channels(), labelled);
        try {
            writer.takeUp(unfinished, bytes, progress, images, labels);
            return writer;
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /** Length of an unfinished file of so many images. */
    static long bytes(Fit shape, int images) {
        return ImageSetHeader.BYTES + (long) images * shape.size() * shape.size() * shape.channels();
    }

    private void takeUp(Path unfinished, long length, Progress progress, int images, int... labelsOfImages) {
        try (InputStream in = Files.newInputStream(unfinished)) {
            in.skipNBytes(ImageSetHeader.BYTES);
            byte[] bytes = new byte[BUFFER_BYTES];
            long done = ImageSetHeader.BYTES;
            for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
                digest.update(bytes, 0, read);
                done += read;
                progress.update(done, length);
            }
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(unfinished, DtnException.reason(e)), e);
        }
        count = images;
        labels = Arrays.copyOf(labelsOfImages, Math.max(labels.length, images));
    }

    /** Writes what was added so far to the disk. */
    void sync() {
        flush();
        file.sync();
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
        if (broken) {
            throw DtnException.failure("%s could not be written before".formatted(out));
        }
        broken = true; // until all is written: a second try would write a part of it twice
        buffer.flip();
        digest.update(buffer.duplicate());
        file.append(buffer);
        buffer.clear();
        broken = false;
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
        complete();
        file.commit();
    }

    /** Writes labels and header and syncs, so that nothing but the name is missing. No image can be added from here on. */
    void complete() {
        if (complete) {
            return;
        }
        flush();
        if (labelled) {
            writeLabels();
        }
        ImageSetHeader shape = new ImageSetHeader(count, height, width, channels, labelled, new byte[32]);
        digest.update(shape.shape());
        ImageSetHeader header = new ImageSetHeader(count, height, width, channels, labelled, digest.digest());
        file.writeAt(0, header.encode());
        file.sync();
        complete = true;
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

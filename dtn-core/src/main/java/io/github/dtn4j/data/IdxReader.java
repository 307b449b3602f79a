package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads idx image files of shape (N, H, W) or (N, H, W, C), plain or gzipped, with an optional idx file of labels.
 *
 * <p>Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
 */
public final class IdxReader implements ImageReader {
    private final NamedInput images;
    private final @Nullable NamedInput labels;

    /**
     * Names the files; they are opened by {@link #read}.
     *
     * @param labels an idx file of as many values as there are images, or null
     */
    public IdxReader(NamedInput images, @Nullable NamedInput labels) {
        this.images = images;
        this.labels = labels;
    }

    @Override
    public boolean labelled() {
        return labels != null;
    }

    @Override
    public String fingerprint() {
        return images.fingerprint() + (labels == null ? "" : labels.fingerprint());
    }

    @Override
    public void read(int start, Visitor visitor, Progress progress) {
        try (IdxStream stream = IdxStream.open(images)) {
            int[] shape = imageShape(stream.dimensions());
            int[] classes = labels == null ? null : readLabels(labels);
            int count = stream.count();
            if (classes != null && classes.length != count) {
                throw DtnException.failure(
                        "%s holds %d labels for the %d images of %s".formatted(labels, classes.length, count, images));
            }
            for (int i = 0; i < count; i++) {
                byte[] pixels = stream.read(shape[0] * shape[1] * shape[2]);
                if (i >= start) {
                    Pixels image = visitor.reduce(new Pixels(pixels, shape[0], shape[1], shape[2]));
                    visitor.image(image, classes == null ? -1 : classes[i]);
                    progress.update(i + 1L, count);
                }
            }
            stream.expectEnd();
        }
    }

    /** Height, width and channels. */
    private int[] imageShape(int[] dimensions) {
        int channels = dimensions.length == 4 ? dimensions[3] : 1;
        if (dimensions.length < 3 || !ImageSetHeader.isShape(dimensions[1], dimensions[2], channels)) {
            throw DtnException.failure("%s has dimensions %s, not those of images: (N, H, W) or (N, H, W, 1 or 3)"
                    .formatted(images, Arrays.toString(dimensions)));
        }
        return new int[] {dimensions[1], dimensions[2], channels};
    }

    /**
     * Reads an idx file of labels.
     *
     * @return values 0-255
     */
    public static int[] readLabels(NamedInput file) {
        try (IdxStream stream = IdxStream.open(file)) {
            if (stream.dimensions().length != 1) {
                throw DtnException.failure("%s has dimensions %s, not those of labels: (N)"
                        .formatted(file, Arrays.toString(stream.dimensions())));
            }
            int[] labels = new int[Math.min(stream.count(), 1 << 16)];
            for (int i = 0; i < stream.count(); i++) {
                if (i == labels.length) { // grown as the bytes arrive, never to what the header claims
                    labels = Arrays.copyOf(labels, (int) Math.min(stream.count(), i * 2L));
                }
                labels[i] = Byte.toUnsignedInt(stream.read(1)[0]);
            }
            stream.expectEnd();
            return labels;
        }
    }
}

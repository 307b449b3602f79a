package io.github.dtn4j.evaluate;

import io.github.dtn4j.Progress;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Reads an image as the known image that is nearest to it in pixels (Euclidean), the classifier of the paper's domain adaptation
 * (section 5.1, table 2). Exact: the squared distances are integers that doubles hold without rounding.
 */
public final class NearestNeighbour {
    private static final int KNOWN_AT_ONCE = 4000;
    private static final int READ_AT_ONCE = 1000;

    private NearestNeighbour() {}

    /**
     * Reads all images of a set.
     *
     * @param known labelled images
     * @param images labelled images of the same shape
     * @param classes labels are below this number
     * @throws io.github.dtn4j.DtnException if a label of {@code images} is none of them
     */
    public static Accuracy accuracy(ImageSet known, ImageSet images, int classes, Progress progress) {
        int[] nearest = nearest(known, images, progress);
        Accuracy accuracy = new Accuracy(new int[classes][classes]);
        for (int i = 0; i < nearest.length; i++) {
            accuracy.note(images, i, known.label(nearest[i]));
        }
        return accuracy;
    }

    /** The index of the nearest known image of each image; of several, the first. */
    static int[] nearest(ImageSet known, ImageSet images, Progress progress) {
        if (known.imageBytes() != images.imageBytes()) {
            throw new IllegalArgumentException(
                    "images of %d and of %d bytes".formatted(known.imageBytes(), images.imageBytes()));
        }
        Native.load();
        Search search = new Search(images);
        for (int from = 0; from < known.count(); from += KNOWN_AT_ONCE) {
            int to = Math.min(from + KNOWN_AT_ONCE, known.count());
            search.among(known, from, to);
            progress.update(to, known.count());
        }
        return search.nearest;
    }

    /** The nearest of the known images that have been looked at. */
    private static final class Search {
        private final ImageSet images;
        private final long[] least;
        private final int[] nearest;

        Search(ImageSet images) {
            this.images = images;
            this.least = new long[images.count()];
            this.nearest = new int[images.count()];
            Arrays.fill(least, Long.MAX_VALUE);
        }

        /** |x - k|^2 is |k|^2 - 2 x k and |x|^2, which is the same for every k. */
        void among(ImageSet known, int from, int to) {
            try (NoGradGuard guard = new NoGradGuard();
                    PointerScope scope = new PointerScope()) {
                Tensor rows = rows(known, from, to);
                Tensor norms = rows.mul(rows).sum(new long[] {1}, false, null);
                Tensor columns = rows.t();
                for (int first = 0; first < images.count(); first += READ_AT_ONCE) {
                    int end = Math.min(first + READ_AT_ONCE, images.count());
                    try (PointerScope inner = new PointerScope()) {
                        Tensor distances = torch.addmm(
                                norms, rows(images, first, end), columns, new Scalar(1.0), new Scalar(-2.0));
                        note(first, from, distances);
                    }
                }
            }
        }

        private void note(int first, int from, Tensor distances) {
            long[] found = Tensors.toLongs(distances.amin(new long[] {1}, false));
            long[] where = Tensors.toLongs(distances.argmin(new LongOptional(1), false));
            for (int i = 0; i < found.length; i++) {
                if (found[i] < least[first + i]) {
                    least[first + i] = found[i];
                    nearest[first + i] = from + (int) where[i];
                }
            }
        }
    }

    /** Images as rows of (to - from, bytes), 0 to 255. */
    private static Tensor rows(ImageSet images, int from, int to) {
        ByteBuffer pixels = ByteBuffer.allocateDirect((to - from) * images.imageBytes());
        for (int i = from; i < to; i++) {
            images.copyTo(i, pixels);
        }
        return torch.from_blob(
                        new BytePointer(pixels.rewind()),
                        new long[] {to - from, images.imageBytes()},
                        new TensorOptions(ScalarType.Byte))
                .to(ScalarType.Double);
    }
}

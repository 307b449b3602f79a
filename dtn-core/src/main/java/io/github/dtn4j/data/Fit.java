package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;

/**
 * The square shape that images are brought to before they are packed.
 *
 * @param size height and width, in pixels
 * @param channels 1 (grey) or 3 (RGB)
 */
public record Fit(int size, int channels) {
    private static final int MNIST_SIZE = 28;
    private static final int PADDED_MNIST_SIZE = 32;

    /** Checks that such a set can be written. */
    public Fit {
        if (!ImageSetHeader.isShape(size, size, channels)) {
            throw DtnException.usage(
                    "images of %d x %d x %d are not possible; sizes go from 1 to %d, channels are 1 or 3"
                            .formatted(size, size, channels, ImageSetHeader.MAX_SIDE));
        }
    }

    /**
     * Cuts the largest square from the centre, scales it and converts its colours. As in the paper (section 5.1), a 28 x 28
     * MNIST digit becomes 32 x 32 by a black border instead, which keeps its strokes as they are.
     */
    public Pixels apply(Pixels image) {
        Pixels square = Images.cropSquare(image);
        boolean mnist = square.height() == MNIST_SIZE && size == PADDED_MNIST_SIZE;
        Pixels scaled = mnist ? Images.pad(square, size, size) : Images.resize(square, size, size);
        return channels == 3 ? Images.toRgb(scaled) : Images.toGrey(scaled);
    }

    /** True if a set has this shape already. */
    boolean matches(ImageSet set) {
        return set.height() == size && set.width() == size && set.channels() == channels;
    }
}

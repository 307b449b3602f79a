package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the images of a folder are like, from a sample of them.
 *
 * @param side median of the shorter sides, in pixels
 * @param coloured whether more than one in twenty shows colours
 */
public record FolderLook(int side, boolean coloured) {
    private static final int SAMPLE = 64;
    private static final int GREY_TOLERANCE = 16; // levels between channels, which JPEG makes of a grey image
    private static final double COLOURED_PIXELS = 0.01;
    private static final double COLOURED_IMAGES = 0.05;

    /**
     * Looks at up to 64 images, evenly picked.
     *
     * @throws DtnException if none of them can be read
     */
    public static FolderLook of(FolderReader reader) {
        int count = reader.files().size();
        int looks = Math.min(SAMPLE, count);
        List<Pixels> images = IntStream.range(0, looks)
                .parallel()
                .mapToObj(i -> decode(reader.folder().resolve(reader.files().get((int) ((long) i * count / looks)))))
                .filter(Objects::nonNull)
                .toList();
        if (images.isEmpty()) {
            throw DtnException.failure("no image in %s can be read".formatted(reader.folder()));
        }
        int[] sides = images.stream()
                .mapToInt(image -> Math.min(image.height(), image.width()))
                .sorted()
                .toArray();
        long coloured = images.stream().filter(FolderLook::coloured).count();
        return new FolderLook(sides[sides.length / 2], coloured > COLOURED_IMAGES * images.size());
    }

    private static @Nullable Pixels decode(Path file) {
        try {
            return Images.decode(file);
        } catch (DtnException e) {
            return null; // it is reported when it is to be packed
        }
    }

    private static boolean coloured(Pixels image) {
        if (image.channels() == 1) {
            return false;
        }
        byte[] data = image.data();
        int coloured = 0;
        for (int i = 0; i < data.length; i += 3) {
            int red = data[i] & 0xFF;
            int green = data[i + 1] & 0xFF;
            int blue = data[i + 2] & 0xFF;
            int spread = Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
            coloured += spread > GREY_TOLERANCE ? 1 : 0;
        }
        return coloured > COLOURED_PIXELS * data.length / 3;
    }
}

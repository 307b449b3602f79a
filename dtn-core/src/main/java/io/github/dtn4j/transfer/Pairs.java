package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.image.ImageGrid;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images of S beside what becomes of them.
 *
 * @param sources as the model takes them, in the size that it draws
 * @param transferred G of each
 */
public record Pairs(List<Pixels> sources, List<Pixels> transferred) {
    private static final int PAIRS_PER_ROW = 8;
    private static final int SCALE = 2;

    /** The first images of a set, at most {@code most}. */
    public static Pairs of(Translator translator, ImageSet images, int most) {
        int count = Math.min(most, images.count());
        int side = translator.drawnSize();
        List<Pixels> originals = IntStream.range(0, count)
                .mapToObj(i -> Images.resize(images.pixels(i), side, side))
                .toList();
        return new Pairs(originals, translator.translate(images, 0, count));
    }

    /**
     * The first images of an image file, a folder (unreadable ones are passed over) or a source.
     *
     * @throws DtnException if there is no such thing, or no readable image in it
     */
    public static Pairs of(Translator translator, Sources sources, String in, int most, Progress progress) {
        Path path = Path.of(in);
        if (FolderReader.isImage(path)) {
            return of(translator, List.of(translator.frame(Images.decode(path), in)));
        }
        if (Files.isDirectory(path)) {
            return of(translator, firstUsable(translator, path, most));
        }
        try (ImageSet images = sources.open(in, translator.fit(), progress)) {
            return of(translator, images, most);
        }
    }

    private static Pairs of(Translator translator, List<Pixels> originals) {
        int side = translator.drawnSize();
        List<Pixels> shown = originals.stream()
                .map(image -> Images.resize(image, side, side))
                .toList();
        return new Pairs(shown, translator.translateFramed(originals, side));
    }

    private static List<Pixels> firstUsable(Translator translator, Path folder, int most) {
        List<Pixels> images = new FolderReader(folder)
                .files().stream()
                        .flatMap(file -> framed(translator, folder.resolve(file)))
                        .limit(most)
                        .toList();
        if (images.isEmpty()) {
            throw DtnException.failure("no image in %s can be used".formatted(folder));
        }
        return images;
    }

    private static Stream<Pixels> framed(Translator translator, Path file) {
        try {
            return Stream.of(translator.frame(Images.decode(file), file.toString()));
        } catch (DtnException e) {
            return Stream.empty();
        }
    }

    /**
     * The first row of a picture that {@link #grid} made.
     *
     * @param side height and width of its images, in pixels
     */
    public static Pixels firstRow(Pixels grid, int side) {
        int height = Math.min(grid.height(), ImageGrid.rowHeight(side, SCALE));
        byte[] data = Arrays.copyOf(grid.data(), height * grid.width() * grid.channels());
        return new Pixels(data, height, grid.width(), grid.channels());
    }

    /** One picture of all pairs, twice as large as they are, eight pairs a row. */
    public Pixels grid() {
        return ImageGrid.pairs(sources, transferred, PAIRS_PER_ROW, SCALE);
    }
}

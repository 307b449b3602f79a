package io.github.dtn4j.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Draws many small images as one: rows and columns with a gap between them. */
public final class ImageGrid {
    private static final int GAP = 2; // pixels, also around the grid
    private static final byte GAP_LEVEL = (byte) 255;

    private ImageGrid() {}

    /**
     * A grid of the given rows, RGB.
     *
     * @param rows at least one, of any lengths; all images of the same height and width, grey or RGB
     * @param scale how many pixels a pixel becomes in either direction, at least 1
     */
    public static Pixels of(List<List<Pixels>> rows, int scale) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        if (columns == 0 || scale < 1) {
            throw new IllegalArgumentException("no grid of %d columns at scale %d".formatted(columns, scale));
        }
        Pixels first = rows.stream().flatMap(List::stream).findFirst().orElseThrow();
        int cellHeight = Math.multiplyExact(first.height(), scale) + GAP;
        int cellWidth = Math.multiplyExact(first.width(), scale) + GAP;
        int height = Math.addExact(Math.multiplyExact(rows.size(), cellHeight), GAP);
        int width = Math.addExact(Math.multiplyExact(columns, cellWidth), GAP);
        byte[] canvas = new byte[Math.multiplyExact(Math.multiplyExact(height, width), 3)];
        Arrays.fill(canvas, GAP_LEVEL);
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                Pixels image = rows.get(row).get(column);
                if (image.height() != first.height() || image.width() != first.width()) {
                    throw new IllegalArgumentException("images of %d x %d and %d x %d in one grid"
                            .formatted(first.height(), first.width(), image.height(), image.width()));
                }
                paste(image, scale, canvas, width, GAP + row * cellHeight, GAP + column * cellWidth);
            }
        }
        return new Pixels(canvas, height, width, 3);
    }

    /** Pixels from the top of a grid to the end of its first row, gaps included. */
    public static int rowHeight(int imageHeight, int scale) {
        return GAP + Math.multiplyExact(imageHeight, scale) + GAP;
    }

    /** Pictures of one width, one above the other. */
    public static Pixels stack(List<Pixels> pictures) {
        Pixels first = pictures.get(0);
        int height = pictures.stream().mapToInt(Pixels::height).sum();
        byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(height, first.width()), first.channels())];
        int at = 0;
        for (Pixels picture : pictures) {
            if (picture.width() != first.width() || picture.channels() != first.channels()) {
                throw new IllegalArgumentException("pictures of %d x %d and %d x %d in one stack"
                        .formatted(first.width(), first.channels(), picture.width(), picture.channels()));
            }
            System.arraycopy(picture.data(), 0, data, at, picture.data().length);
            at += picture.data().length;
        }
        return new Pixels(data, height, first.width(), first.channels());
    }

    /**
     * Each source image with what became of it at its right, in {@code pairsPerRow} pairs a row.
     *
     * @param sources at least one image
     * @param transferred as many as {@code sources}, of the same height and width
     */
    public static Pixels pairs(List<Pixels> sources, List<Pixels> transferred, int pairsPerRow, int scale) {
        if (sources.size() != transferred.size() || pairsPerRow < 1) {
            throw new IllegalArgumentException("%d sources, %d transferred, %d pairs a row"
                    .formatted(sources.size(), transferred.size(), pairsPerRow));
        }
        List<List<Pixels>> rows = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            if (i % pairsPerRow == 0) {
                rows.add(new ArrayList<>());
            }
            rows.get(rows.size() - 1).addAll(List.of(sources.get(i), transferred.get(i)));
        }
        return of(rows, scale);
    }

    private static void paste(Pixels image, int scale, byte[] canvas, int canvasWidth, int top, int left) {
        byte[] data = image.data();
        int channels = image.channels();
        for (int y = 0; y < image.height() * scale; y++) {
            for (int x = 0; x < image.width() * scale; x++) {
                int from = (y / scale * image.width() + x / scale) * channels;
                int to = ((top + y) * canvasWidth + left + x) * 3;
                for (int c = 0; c < 3; c++) {
                    canvas[to + c] = data[channels == 3 ? from + c : from];
                }
            }
        }
    }
}

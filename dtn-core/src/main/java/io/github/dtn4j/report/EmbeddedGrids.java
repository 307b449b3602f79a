package io.github.dtn4j.report;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.report.SampleGrids.Grid;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Sample grids inside a page of limited size: as they are where all fit, else as JPEG, else some of them. */
final class EmbeddedGrids {
    private static final int MOST = 200; // each is decoded and encoded anew
    private static final int QUALITY = 90;

    private EmbeddedGrids() {}

    /**
     * The grids that fit, evenly picked with the first and the last, the last one at least; each with an address that holds
     * it.
     *
     * @param all in the order of their steps
     * @param bytes of all pictures together; a third more in the page
     */
    static Map<Grid, String> of(List<Grid> all, long bytes) {
        Map<Grid, String> addresses = new LinkedHashMap<>();
        if (all.isEmpty()) {
            return addresses;
        }
        if (all.stream().mapToLong(EmbeddedGrids::size).sum() <= bytes) {
            all.forEach(grid -> addresses.put(grid, "data:image/png;base64," + base64(png(grid))));
            return addresses;
        }
        List<Grid> some = pick(all, Math.min(MOST, all.size()));
        List<byte[]> pictures = some.stream().map(EmbeddedGrids::jpeg).toList();
        int[] picked =
                fitting(pictures.stream().mapToLong(picture -> picture.length).toArray(), bytes);
        for (int i : picked) {
            addresses.put(some.get(i), "data:image/jpeg;base64," + base64(pictures.get(i)));
        }
        return addresses;
    }

    /** Indices of as many as fit. */
    static int[] fitting(long[] sizes, long bytes) {
        for (int count = sizes.length; count >= 2; count--) {
            int[] picked = evenly(sizes.length, count);
            if (IntStream.of(picked).mapToLong(i -> sizes[i]).sum() <= bytes) {
                return picked;
            }
        }
        return new int[] {sizes.length - 1};
    }

    private static List<Grid> pick(List<Grid> all, int count) {
        return count == all.size()
                ? all
                : IntStream.of(evenly(all.size(), count)).mapToObj(all::get).toList();
    }

    private static int[] evenly(int size, int count) {
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * (size - 1) / (count - 1)))
                .toArray();
    }

    private static long size(Grid grid) {
        try {
            return Files.size(grid.file());
        } catch (IOException e) {
            throw cannotRead(grid, e);
        }
    }

    private static byte[] png(Grid grid) {
        try {
            return Files.readAllBytes(grid.file());
        } catch (IOException e) {
            throw cannotRead(grid, e);
        }
    }

    private static byte[] jpeg(Grid grid) {
        return Images.encodeJpeg(Images.decode(grid.file()), QUALITY);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static DtnException cannotRead(Grid grid, IOException cause) {
        return DtnException.failure("cannot read %s: %s".formatted(grid.file(), DtnException.reason(cause)), cause);
    }
}

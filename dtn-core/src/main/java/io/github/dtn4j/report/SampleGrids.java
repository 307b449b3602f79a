package io.github.dtn4j.report;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The pictures {@code samples/STEP.png} of a run. */
public final class SampleGrids {
    private SampleGrids() {}

    /**
     * A picture and when it was made.
     *
     * @param step steps done before
     */
    public record Grid(Path file, long step) {}

    /** All pictures that there are by now, in the order of their steps. */
    public static List<Grid> all(Path runFolder) {
        Path folder = runFolder.resolve("samples");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{1,18}\\.png"))
                    .map(file -> new Grid(file, step(file)))
                    .sorted(Comparator.comparingLong(Grid::step))
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw cannotRead(folder, e);
        } catch (UncheckedIOException e) {
            throw cannotRead(folder, Objects.requireNonNull(e.getCause()));
        }
    }

    /**
     * As many of the pictures as fit into so many bytes, evenly picked, with the first and the last; the last one at
     * least.
     */
    static List<Grid> fitting(List<Grid> all, long bytes) {
        if (all.isEmpty()) {
            return all;
        }
        long[] sizes = all.stream().mapToLong(grid -> size(grid.file())).toArray();
        for (int count = all.size(); count >= 2; count--) {
            int[] picked = evenly(all.size(), count);
            if (IntStream.of(picked).mapToLong(i -> sizes[i]).sum() <= bytes) {
                return IntStream.of(picked).mapToObj(all::get).toList();
            }
        }
        return all.subList(all.size() - 1, all.size());
    }

    private static int[] evenly(int size, int count) {
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * (size - 1) / (count - 1)))
                .toArray();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private static DtnException cannotRead(Path file, IOException cause) {
        return DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(cause)), cause);
    }

    private static long step(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }
}

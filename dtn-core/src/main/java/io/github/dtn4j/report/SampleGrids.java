package io.github.dtn4j.report;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The pictures {@code samples/STEP.png} of a run. */
final class SampleGrids {
    private SampleGrids() {}

    /**
     * A picture and when it was made.
     *
     * @param step steps done before
     */
    record Grid(Path file, long step) {}

    /** At most {@code most} (2 or more) of the pictures, in order and evenly picked, with the first and the last. */
    static List<Grid> pick(Path runFolder, int most) {
        Path folder = runFolder.resolve("samples");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Grid> all = files.filter(file -> file.getFileName().toString().matches("\\d{1,18}\\.png"))
                    .map(file -> new Grid(file, step(file)))
                    .sorted(Comparator.comparingLong(Grid::step))
                    .toList();
            return all.size() <= most
                    ? all
                    : IntStream.range(0, most)
                            .mapToObj(i -> all.get(i * (all.size() - 1) / (most - 1)))
                            .toList();
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(folder, DtnException.reason(e)), e);
        }
    }

    private static long step(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }
}

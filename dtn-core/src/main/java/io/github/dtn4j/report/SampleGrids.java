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

    private static DtnException cannotRead(Path file, IOException cause) {
        return DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(cause)), cause);
    }

    private static long step(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }
}

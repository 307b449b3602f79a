package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a benchmark works: a folder that stays, or a temporary one that goes with its content. */
record ScaleFolder(Path path, boolean temporary) implements AutoCloseable {
    static ScaleFolder open(@Nullable Path named) {
        try {
            return named == null
                    ? new ScaleFolder(Files.createTempDirectory("dtn-bench-scale"), true)
                    : new ScaleFolder(Files.createDirectories(named), false);
        } catch (IOException e) {
            throw DtnException.failure("cannot make a folder to work in: " + DtnException.reason(e), e);
        }
    }

    /** How many bytes the files of a folder, or a file, have. */
    static long bytes(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw DtnException.failure("cannot list %s: %s".formatted(path, DtnException.reason(e)), e);
        }
    }

    /** Removes a file, or a folder with all that is in it. */
    static void remove(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw DtnException.failure("cannot remove %s: %s".formatted(path, DtnException.reason(e)), e);
        }
    }

    @Override
    public void close() {
        if (temporary) {
            remove(path);
        }
    }
}

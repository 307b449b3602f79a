package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** True if two folders hold the same. */
final class SameFiles {
    private SameFiles() {}

    /**
     * Compares names and bytes of all files.
     *
     * @throws DtnException if there is a difference
     */
    static void check(Path one, Path other) throws IOException {
        SortedSet<Path> names = names(one);
        SortedSet<Path> others = names(other);
        if (!names.equals(others)) {
            throw DtnException.failure("%s holds %d files and %s %d, or they have other names"
                    .formatted(one, names.size(), other, others.size()));
        }
        for (Path name : names) {
            if (Files.mismatch(one.resolve(name), other.resolve(name)) >= 0) {
                throw DtnException.failure(
                        "%s and %s are not the same".formatted(one.resolve(name), other.resolve(name)));
            }
        }
    }

    private static SortedSet<Path> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}

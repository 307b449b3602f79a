package io.github.dtn4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a path leads, links followed. */
public final class RealPath {
    private RealPath() {}

    /**
     * The place of a file or folder, which is the same for all its names; also where it, or folders above it, are not there yet.
     *
     * @throws DtnException if that cannot be told
     */
    public static Path of(Path path) {
        Path absolute = path.toAbsolutePath();
        Path there = absolute;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            return there.toRealPath().resolve(there.relativize(absolute)).normalize();
        } catch (IOException e) {
            throw DtnException.failure("cannot tell where %s is: %s".formatted(path, DtnException.reason(e)), e);
        }
    }
}

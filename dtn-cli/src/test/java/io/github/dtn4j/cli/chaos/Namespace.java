package io.github.dtn4j.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starters that give a child, and nobody else, another view of the file system. Linux has them, where a user may ask for one. */
final class Namespace {
    private static final String SMALL_DISK = """
            size=$1 folder=$2 shelf=$3; shift 3
            cp -a "$folder" "$shelf" && mount -t tmpfs -o size="$size" tmpfs "$folder" || exit 99
            cp -a "$shelf/." "$folder" || exit 99
            "$@"; code=$?
            rm -rf "$shelf" && cp -a "$folder" "$shelf"
            exit $code
            """;

    private static final String READ_ONLY = """
            folder=$1; shift
            mount --bind "$folder" "$folder" && mount -o remount,ro,bind "$folder" || exit 99
            exec "$@"
            """;

    private Namespace() {}

    /** True if this machine lets a test mount something. */
    static boolean permitted() {
        try {
            return new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs a command whose folder lies on a disk of so many bytes; what it holds is there before and after. */
    static Ended onDisk(long bytes, Path folder, List<Object> command) {
        Path shelf = folder.resolveSibling(folder.getFileName() + ".shelf");
        Trees.remove(shelf);
        List<String> starter = List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                SMALL_DISK,
                "sh",
                Long.toString(bytes),
                folder.toString(),
                shelf.toString());
        Ended ended = Workshop.dtn(folder).through(starter).run(command.toArray());
        Trees.remove(folder);
        try {
            Files.move(shelf, folder);
        } catch (IOException e) {
            throw new AssertionError("the disk of " + folder + " was not kept", e);
        }
        return ended;
    }

    /** Runs a command for which a folder is on a file system that is mounted read-only. */
    static Ended readOnly(Path folder, Object... command) {
        List<String> starter = List.of("unshare", "-rm", "sh", "-c", READ_ONLY, "sh", folder.toString());
        return Workshop.dtn().through(starter).run(command);
    }
}

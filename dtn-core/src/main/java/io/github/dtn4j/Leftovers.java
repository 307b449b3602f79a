package io.github.dtn4j;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Temporary files whose writers were killed. Whoever writes one has a lock on it, which ends with the process, so that a file
 * without a lock is nobody's. Where a file system knows no locks, nothing is removed.
 */
final class Leftovers {
    private static final Pattern TEMPORARY =
            Pattern.compile("\\.dtn-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-\\d+\\.tmp");

    /** Folders in which this process has looked: it does so before its own first file there, which thus is never tried. */
    private static final Set<Path> SWEPT = new HashSet<>();

    private Leftovers() {}

    /** Removes those of a folder, the first time that this process writes there. */
    static void sweep(Path folder) throws IOException {
        synchronized (SWEPT) {
            if (!SWEPT.add(folder.toRealPath())) {
                return;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".dtn-*.tmp")) {
                for (Path file : files) {
                    if (TEMPORARY.matcher(file.getFileName().toString()).matches()) {
                        remove(file);
                    }
                }
            } catch (AccessDeniedException e) {
                return; // a folder to write to, but not to look into
            }
        }
    }

    private static void remove(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.delete(file);
            }
        } catch (IOException e) {
            return; // not ours to remove, or another process was quicker
        }
    }

    /** Marks a temporary file as being written, for as long as its channel is open; false where it was removed meanwhile. */
    static boolean claim(FileChannel channel, Path file) {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null && Files.exists(file); // nobody removes it from now on
        } catch (IOException e) {
            return true; // a file system without locks, where nobody removes it either
        }
    }
}

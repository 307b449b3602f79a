package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.FolderLock;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that one process at a time keeps unfinished work in. When it is closed with nothing left in it, it goes.
 */
public final class ClaimedFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimedFolder.class);
    private static final String LOCK = "lock";
    private static final int TRIES = 50; // how often others may remove the folder before its lock is taken
    private static final long BETWEEN_TRIES = 2_000_000; // nanoseconds

    private final Path path;
    private final FolderLock lock;

    private ClaimedFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Claims a folder.
     *
     * @param path made where it is missing
     * @throws DtnException if another process has it, or it cannot be written
     */
    public static ClaimedFolder of(Path path) {
        return of(path, () -> false);
    }

    /** The same, but asks {@code patience} whether to try again as long as someone else has the folder. */
    static ClaimedFolder of(Path path, BooleanSupplier patience) {
        while (true) {
            FolderLock lock = lock(path, () -> FolderLock.ifFree(path, LOCK));
            if (lock == null && !patience.getAsBoolean()) {
                lock = lock(path, () -> FolderLock.of(path, LOCK));
            }
            if (lock != null) {
                return new ClaimedFolder(path, lock);
            }
        }
    }

    /** Takes the lock, also where those who had it before remove the folder meanwhile. */
    private static @Nullable FolderLock lock(Path path, Supplier<@Nullable FolderLock> taker) {
        for (int tries = 1; ; tries++) {
            try {
                Files.createDirectories(path);
                FolderLock lock = taker.get();
                if (lock == null || stands(lock)) {
                    return lock;
                }
            } catch (IOException e) {
                if (tries == TRIES || !comesOfRemoval(e)) {
                    throw DtnException.cannotWrite(path, e);
                }
            } catch (DtnException e) {
                if (tries == TRIES || !comesOfRemoval(e.getCause())) {
                    throw e;
                }
            }
            LockSupport.parkNanos(BETWEEN_TRIES);
        }
    }

    /** True if a folder may have gone in the middle of something: {@code createDirectories} then says that it exists. */
    private static boolean comesOfRemoval(@Nullable Throwable fault) {
        return fault instanceof NoSuchFileException || fault instanceof FileAlreadyExistsException;
    }

    /** True if a lock is that of the folder; gives it back otherwise. */
    private static boolean stands(FolderLock lock) {
        boolean stands = false;
        try {
            stands = lock.stands();
        } finally {
            if (!stands) {
                lock.close();
            }
        }
        return stands;
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** Removes all files that it has. */
    public void clear() {
        try (DirectoryStream<Path> files = files()) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw DtnException.cannotWrite(path, e);
        }
    }

    private DirectoryStream<Path> files() throws IOException {
        return Files.newDirectoryStream(path, file -> !file.endsWith(LOCK));
    }

    /** Gives the folder free. */
    @Override
    public void close() {
        try (lock) {
            if (isEmpty()) {
                Files.deleteIfExists(path.resolve(LOCK));
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{}: somebody else has begun", path, e);
        } catch (IOException e) {
            throw DtnException.cannotWrite(path, e);
        }
    }

    private boolean isEmpty() throws IOException {
        try (DirectoryStream<Path> files = files()) {
            return !files.iterator().hasNext();
        } catch (NoSuchFileException e) {
            return true;
        }
    }
}

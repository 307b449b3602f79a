package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.FolderLock;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder in which a long piece of work keeps what it has until all is done, and how far it has come, so that the same call
 * goes on after it was stopped or killed. One process has it at a time. It is removed at the end of the work, and where the work
 * ends before anything was saved. Not thread-safe.
 */
public final class Journal implements AutoCloseable {
    /** How much work may be lost: often enough for people, seldom enough that syncing costs nothing. */
    public static final Duration PACE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String LOCK = "lock";
    private static final String STATE = "journal";
    private static final int TRIES = 50; // how often others may remove the folder before its lock is taken
    private static final long BETWEEN_TRIES = 2_000_000; // nanoseconds

    private final Path folder;
    private final FolderLock lock;
    private final String key;
    private final Duration pace;
    private JournalState state;
    private RejectionLog rejections;
    private long savedNanos = System.nanoTime();
    private boolean finished;

    private Journal(Path folder, FolderLock lock, String key, Duration pace) {
        this.folder = folder;
        this.lock = lock;
        this.key = key;
        this.pace = pace;
        this.state = readState();
        this.rejections = openRejections();
    }

    /**
     * Takes up what an earlier call has left in a folder, or begins.
     *
     * @param folder made where it is missing
     * @param key whatever decides about the result; what work of another key has left is removed
     * @param pace how often to save
     * @throws DtnException if another process has it, or it cannot be written
     */
    public static Journal open(Path folder, String key, Duration pace) {
        return open(folder, key, pace, () -> false);
    }

    /** The same, but asks {@code patience} whether to try again as long as someone else works in the folder. */
    static Journal open(Path folder, String key, Duration pace, BooleanSupplier patience) {
        FolderLock lock = lock(folder, patience);
        try {
            return new Journal(folder, lock, key, pace);
        } catch (DtnException e) {
            lock.close();
            throw e;
        }
    }

    private static FolderLock lock(Path folder, BooleanSupplier patience) {
        while (true) {
            FolderLock lock = lockOnce(folder, () -> FolderLock.ifFree(folder, LOCK));
            if (lock == null && !patience.getAsBoolean()) {
                lock = lockOnce(folder, () -> FolderLock.of(folder, LOCK));
            }
            if (lock != null) {
                return lock;
            }
        }
    }

    /** Takes the lock, also where those who had it before remove the folder meanwhile. */
    private static @Nullable FolderLock lockOnce(Path folder, Supplier<@Nullable FolderLock> taker) {
        for (int tries = 1; ; tries++) {
            try {
                Files.createDirectories(folder);
                FolderLock lock = taker.get();
                if (lock == null || stands(lock)) {
                    return lock;
                }
            } catch (IOException e) {
                if (tries == TRIES || !comesOfRemoval(e)) {
                    throw DtnException.cannotWrite(folder, e);
                }
            } catch (DtnException e) {
                if (tries == TRIES || !comesOfRemoval(e.getCause())) {
                    throw e;
                }
            }
            LockSupport.parkNanos(BETWEEN_TRIES);
        }
    }

    /** Whether a folder may have gone in the middle of something: {@code createDirectories} then says that it exists. */
    private static boolean comesOfRemoval(@Nullable Throwable fault) {
        return fault instanceof NoSuchFileException || fault instanceof FileAlreadyExistsException;
    }

    /** Whether a lock is that of the folder; gives it back otherwise. */
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

    private JournalState readState() {
        JournalState found = JournalState.read(folder.resolve(STATE));
        if (found == null || !found.key().equals(key) || !found.fits(folder.resolve(Rejections.FILE))) {
            if (Files.exists(folder.resolve(STATE))) {
                LOG.info(
                        "{}: begins anew; what was there {}",
                        folder,
                        found == null || found.key().equals(key)
                                ? "is damaged"
                                : "was of other images, settings or another model");
            }
            clear();
            return JournalState.begin(key);
        }
        LOG.info("{}: going on from image {}", folder, found.position());
        return found;
    }

    private RejectionLog openRejections() {
        return RejectionLog.open(folder.resolve(Rejections.FILE), state.rejectedBytes(), state.rejected());
    }

    /** Begins anew: what is in the folder is not what it should be. */
    void discard() {
        LOG.info("{}: begins anew; what was there is damaged", folder);
        rejections.close();
        clear();
        state = JournalState.begin(key);
        rejections = openRejections();
    }

    /** The folder, for what the work keeps in it. */
    public Path folder() {
        return folder;
    }

    /** How many images of the source were done when this was last saved, those that were left out included. */
    public int position() {
        return state.position();
    }

    /** The images that were left out. */
    public RejectionLog rejections() {
        return rejections;
    }

    /** Whether so much work has been done since the last {@link #save} that it would be a pity to lose it. */
    public boolean due() {
        return System.nanoTime() - savedNanos >= pace.toNanos();
    }

    /**
     * Notes how far the work is. What it has made so far must be on the disk.
     *
     * @param position images of the source that are done, those that were left out included
     */
    public void save(int position) {
        rejections.sync();
        state = new JournalState(key, position, rejections.count(), rejections.bytes());
        AtomicFile.write(folder.resolve(STATE), state.encode());
        savedNanos = System.nanoTime();
    }

    /** The work is done, or not worth to go on with: the folder goes when this is closed. */
    public void finish() {
        finished = true;
    }

    /** Gives the folder free. */
    @Override
    public void close() {
        rejections.close();
        try (lock) {
            if (finished || !Files.exists(folder.resolve(STATE))) {
                clear();
                Files.deleteIfExists(folder.resolve(LOCK));
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{}: somebody else has begun", folder, e);
        } catch (IOException e) {
            throw DtnException.cannotWrite(folder, e);
        }
    }

    /** The state goes first: without it nothing else in the folder counts. */
    private void clear() {
        try {
            Files.deleteIfExists(folder.resolve(STATE));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, file -> !file.endsWith(LOCK))) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw DtnException.cannotWrite(folder, e);
        }
    }
}

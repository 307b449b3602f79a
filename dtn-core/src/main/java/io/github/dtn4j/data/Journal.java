package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
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
    private static final String STATE = "journal";

    private final ClaimedFolder claimed;
    private final Path folder;
    private final String key;
    private final Duration pace;
    private JournalState state;
    private RejectionLog rejections;
    private long savedNanos = System.nanoTime();
    private boolean finished;

    private Journal(ClaimedFolder claimed, String key, Duration pace) {
        this.claimed = claimed;
        this.folder = claimed.path();
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
        ClaimedFolder claimed = ClaimedFolder.of(folder, patience);
        try {
            return new Journal(claimed, key, pace);
        } catch (DtnException e) {
            claimed.close();
            throw e;
        }
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

    /** True if so much work has been done since the last {@link #save} that it would be a pity to lose it. */
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
        try (claimed) {
            if (finished || !Files.exists(folder.resolve(STATE))) {
                clear();
            }
        }
    }

    /** The state goes first: without it nothing else in the folder counts. */
    private void clear() {
        try {
            Files.deleteIfExists(folder.resolve(STATE));
        } catch (IOException e) {
            throw DtnException.cannotWrite(folder, e);
        }
        claimed.clear();
    }
}

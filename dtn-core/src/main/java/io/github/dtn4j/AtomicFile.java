package io.github.dtn4j;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * A file that appears whole or not at all: written beside its target under a name of its own, synced to the disk, then
 * renamed. Closing it without {@link #commit()} removes what was written. Processes that write the same target at the
 * same time do not disturb each other; the last one to commit wins.
 */
public final class AtomicFile implements AutoCloseable {
    private static final String PROCESS = UUID.randomUUID().toString();

    /** Those in use now. Their names are used again: the JDK remembers for ever what it is to delete at the end. */
    private static final Set<Path> TEMPORARIES = new HashSet<>();

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final boolean kept;
    private boolean committed;

    private AtomicFile(Path target, Path temporary, FileChannel channel, boolean kept) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
        this.kept = kept;
    }

    /**
     * Opens the temporary file, after making the missing folders above it.
     *
     * @throws DtnException if the folder cannot be written, or there is a folder of that name
     */
    public static AtomicFile create(Path target) {
        Path absolute = target.toAbsolutePath();
        if (Files.isDirectory(absolute)) { // the rename would fail, after all the work
            throw DtnException.usage("cannot write %s: it is a folder; name a file".formatted(target));
        }
        try {
            Path folder = absolute.resolveSibling("");
            Files.createDirectories(folder);
            Leftovers.sweep(folder);
            while (true) {
                Path temporary = reserve(absolute);
                try {
                    FileChannel channel = FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.READ);
                    if (Leftovers.claim(channel, temporary)) {
                        temporary.toFile().deleteOnExit(); // an interrupted run leaves no gigabytes behind
                        return new AtomicFile(absolute, temporary, channel, false);
                    }
                    channel.close(); // whoever is clearing up was quicker: once more, then
                    free(temporary);
                } catch (IOException e) {
                    free(temporary);
                    throw e;
                }
            }
        } catch (IOException e) {
            throw DtnException.cannotWrite(target, e);
        }
    }

    private static Path reserve(Path target) {
        synchronized (TEMPORARIES) {
            for (int i = 0; ; i++) {
                Path temporary = target.resolveSibling(".dtn-%s-%d.tmp".formatted(PROCESS, i));
                if (!Files.exists(temporary) && TEMPORARIES.add(temporary)) {
                    return temporary;
                }
            }
        }
    }

    private static void free(Path temporary) {
        synchronized (TEMPORARIES) {
            TEMPORARIES.remove(temporary);
        }
    }

    /**
     * Goes on with a file of which an earlier call has written the first bytes. Closing it without {@link #commit()} keeps what
     * was written.
     *
     * @param temporary where the content is until {@link #commit()}, on the disk of {@code target}; made where it is missing
     * @param bytes how many of its bytes are to stay, no more than it has
     * @throws DtnException if it cannot be written
     */
    public static AtomicFile resume(Path target, Path temporary, long bytes) {
        try {
            FileChannel channel = FileChannel.open(
                    temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
            channel.truncate(bytes).position(bytes);
            return new AtomicFile(target.toAbsolutePath(), temporary, channel, true);
        } catch (IOException e) {
            throw DtnException.cannotWrite(target, e);
        }
    }

    /** Where the content is until {@link #commit()}, for a library that writes to a file by its name. */
    public Path temporary() {
        return temporary;
    }

    /** Writes {@code content} to {@code target} in one go. */
    public static void write(Path target, byte[] content) {
        try (AtomicFile file = create(target)) {
            file.append(ByteBuffer.wrap(content));
            file.commit();
        }
    }

    /** Writes all that remains in {@code bytes} behind what has been written. */
    public void append(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw DtnException.cannotWrite(target, e);
        }
    }

    /** Overwrites bytes that have been written before, from {@code position} on. */
    public void writeAt(long position, ByteBuffer bytes) {
        try {
            for (long at = position; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw DtnException.cannotWrite(target, e);
        }
    }

    /** Syncs the content to the disk, which is not the end of it. */
    public void sync() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw DtnException.cannotWrite(target, e);
        }
    }

    /** Syncs the content to the disk and gives the file its name. */
    public void commit() {
        try {
            channel.force(true);
            move();
            channel.close(); // with it goes the lock, without which the temporary file would be nobody's
            committed = true;
        } catch (IOException e) {
            throw DtnException.cannotWrite(target, e);
        }
    }

    private void move() throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Removes the temporary file unless it was committed or {@linkplain #resume resumed}. */
    @Override
    public void close() {
        try (channel) {
            if (!committed && !kept) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw DtnException.cannotWrite(target, e);
        } finally {
            free(temporary);
        }
    }
}

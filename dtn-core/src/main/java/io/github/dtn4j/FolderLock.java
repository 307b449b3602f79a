package io.github.dtn4j;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The right to work on a folder, which one process has at a time; it ends with the process at the latest. */
public final class FolderLock implements AutoCloseable {
    private static final int TRIES = 5; // someone who only looks whether it is taken has it for an instant
    private static final long BETWEEN_TRIES = 20_000_000; // nanoseconds

    /** The files whose right this process has: to close any channel of such a file would give the right away. */
    private static final Set<Path> TAKEN = new HashSet<>();

    private final Path folder;
    private final Path file;
    private final FileChannel channel;
    private final List<FileChannel> looks =
            new ArrayList<>(); // open to the end: to close one would give the right away

    private FolderLock(Path folder, Path file, FileChannel channel) {
        this.folder = folder;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the right.
     *
     * @param name of the file in the folder that stands for it
     * @throws DtnException if someone else has it, or the file cannot be made
     */
    public static FolderLock of(Path folder, String name) {
        FolderLock lock = ifFree(folder, name);
        if (lock != null) {
            return lock;
        }
        throw DtnException.usage(
                holds(folder, name)
                        ? "another run of this process works on %s".formatted(folder)
                        : "another process works on %s; wait for it or stop it".formatted(folder));
    }

    /**
     * Takes the right, or gives null where someone else has it.
     *
     * @throws DtnException if the file that stands for it cannot be made
     */
    public static @Nullable FolderLock ifFree(Path folder, String name) {
        FolderLock lock = once(folder, name);
        for (int i = 1; i < TRIES && lock == null && !holds(folder, name); i++) {
            LockSupport.parkNanos(BETWEEN_TRIES);
            lock = once(folder, name);
        }
        return lock;
    }

    private static @Nullable FolderLock once(Path folder, String name) {
        synchronized (TAKEN) {
            Path file = real(folder).resolve(name);
            if (TAKEN.contains(file)) {
                return null;
            }
            FolderLock lock = new FolderLock(folder, file, open(folder, name));
            if (lock.take()) {
                TAKEN.add(file);
                return lock;
            }
            lock.release();
            return null;
        }
    }

    private static boolean holds(Path folder, String name) {
        synchronized (TAKEN) {
            return TAKEN.contains(real(folder).resolve(name));
        }
    }

    /**
     * True if someone has the right, asked without disturbing them or whoever wants it next.
     *
     * @throws DtnException if the file that stands for it cannot be looked at
     */
    public static boolean taken(Path folder, String name) {
        synchronized (TAKEN) {
            if (!Files.exists(folder.resolve(name))) {
                return false;
            }
            Path file = real(folder).resolve(name);
            if (TAKEN.contains(file)) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                    FileLock look = channel.tryLock(0, Long.MAX_VALUE, true)) {
                return look == null;
            } catch (IOException e) {
                throw DtnException.failure(
                        "cannot tell whether a process works on %s: %s".formatted(folder, DtnException.reason(e)), e);
            }
        }
    }

    private boolean take() {
        try {
            return channel.tryLock() != null;
        } catch (IOException e) {
            release();
            throw cannotLock(folder, e);
        }
    }

    /**
     * True if the file that stands for the right is still in the folder. Where its holder removes it at the end, someone who opened
     * it before gets a right that nobody else knows of: the next one makes a file of its own.
     *
     * @throws DtnException if that cannot be told
     */
    public boolean stands() {
        byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        try {
            channel.truncate(0).write(ByteBuffer.wrap(mark), 0);
            FileChannel look = FileChannel.open(file, StandardOpenOption.READ);
            looks.add(look);
            ByteBuffer found = ByteBuffer.allocate(mark.length);
            look.read(found, 0);
            return Arrays.equals(found.array(), mark);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw cannotLock(folder, e);
        }
    }

    private static DtnException cannotLock(Path folder, IOException cause) {
        return DtnException.failure("%s cannot be locked: %s".formatted(folder, DtnException.reason(cause)), cause);
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw cannotLock(folder, e);
        }
    }

    private static FileChannel open(Path folder, String name) {
        try {
            return FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw cannotLock(folder, e);
        }
    }

    @Override
    public void close() {
        synchronized (TAKEN) {
            if (channel.isOpen()) { // closed twice, the right may be somebody else's by now
                release();
                TAKEN.remove(file);
            }
        }
    }

    private void release() {
        try {
            for (FileChannel look : looks) {
                look.close();
            }
            channel.close();
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be closed: %s".formatted(folder, DtnException.reason(e)), e);
        }
    }
}

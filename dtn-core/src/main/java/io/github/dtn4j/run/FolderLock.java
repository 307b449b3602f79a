package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right to work on a folder, which one process has at a time; it ends with the process at the latest. */
public final class FolderLock implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the right.
     *
     * @param name of the file in the folder that stands for it
     * @throws DtnException if someone else has it, or the file cannot be made
     */
    public static FolderLock of(Path folder, String name) {
        FolderLock lock = new FolderLock(folder, open(folder, name));
        try {
            FileLock taken = lock.channel.tryLock();
            if (taken != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw DtnException.usage("another run of this process works on %s".formatted(folder), e);
        } catch (IOException e) {
            lock.close();
            throw DtnException.failure("%s cannot be locked: %s".formatted(folder, DtnException.reason(e)), e);
        }
        lock.close();
        throw DtnException.usage("another process works on %s; wait for it or stop it".formatted(folder));
    }

    private static FileChannel open(Path folder, String name) {
        try {
            return FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be locked: %s".formatted(folder, DtnException.reason(e)), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be closed: %s".formatted(folder, DtnException.reason(e)), e);
        }
    }
}

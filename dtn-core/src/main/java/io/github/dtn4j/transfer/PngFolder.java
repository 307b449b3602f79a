package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Journal;
import io.github.dtn4j.data.RejectionLog;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A folder that is filled with many PNG files, each of which appears whole or not at all. How far it is filled is in a hidden
 * folder in it, {@code .dtn-transfer}, until all is done (see {@link Journal}).
 *
 * <p>The files are not synced to the disk one by one, which would take longer than drawing them. A file that was renamed survives
 * the end of the process, but not that of the machine; so a folder that was begun before the machine was started last is filled
 * anew. Where the system does not tell when that was, each file is synced (ADR 13).
 */
final class PngFolder implements AutoCloseable {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path out;
    private final Journal journal;
    private final boolean synced;
    private int position;
    private boolean finished;

    private PngFolder(Path out, Journal journal, boolean synced) {
        this.out = out;
        this.journal = journal;
        this.synced = synced;
        this.position = journal.position();
    }

    /**
     * Takes up what an earlier call has left, or begins.
     *
     * @param key whatever decides about the pixels and the names
     * @throws DtnException if another process fills the same folder, or it cannot be written
     */
    static PngFolder open(Path out, String key, Duration pace) {
        String boot = boot();
        Journal journal = Journal.open(out.resolve(".dtn-transfer"), key + "\nsince " + boot, pace);
        return new PngFolder(out, journal, boot.isEmpty());
    }

    private static String boot() {
        try {
            return Files.exists(BOOT) ? Files.readString(BOOT).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** How many images of the source are done, those that were left out included: at first, where to go on. */
    int position() {
        return position;
    }

    /** The images that were left out. */
    RejectionLog rejections() {
        return journal.rejections();
    }

    /**
     * Writes a file.
     *
     * @param slot a small number that no other thread gives at the time
     * @param name its path below the folder, with slashes
     */
    void write(int slot, Pixels image, String name) {
        Path temporary = journal.folder().resolve(slot + ".tmp");
        try {
            Path file = out.resolve(name);
            write(temporary, Images.encodePng(image));
            try {
                move(temporary, file);
            } catch (NoSuchFileException e) {
                Files.createDirectories(file.getParent());
                move(temporary, file);
            }
        } catch (InvalidPathException e) {
            throw DtnException.failure(
                    "no file can be called %s in this system's encoding; set LC_ALL to one with UTF-8".formatted(name),
                    e);
        } catch (IOException e) {
            throw DtnException.cannotWrite(out.resolve(name), e);
        }
    }

    private void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (synced) {
                channel.force(true);
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Notes that so many images of the source are done, and saves that if the last time was some while ago. */
    void done(int images) {
        position = images;
        saveIfDue();
    }

    private void saveIfDue() {
        if (journal.due()) {
            journal.save(position);
        }
    }

    /** All is written. */
    void finish() {
        finished = true;
        journal.finish();
    }

    @Override
    public void close() {
        try (journal) {
            if (!finished) {
                saveIfDue();
            }
        }
    }
}

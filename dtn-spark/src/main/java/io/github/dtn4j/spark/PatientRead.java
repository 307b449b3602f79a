package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;

/**
 * Reads files of a network, which fails now and then for a moment. A task that is tried again may be so because a machine was lost:
 * that must not use up the attempts that an image has.
 */
final class PatientRead {
    private static final int TRIES = 3;
    private static final long PAUSE_MILLISECONDS = 300;

    private PatientRead() {}

    /**
     * Reads a file, some times where that may help.
     *
     * @throws IOException the last fault
     */
    static byte[] of(Entry.Content content) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return content.read();
            } catch (Damage | FileNotFoundException | NoSuchFileException | AccessDeniedException e) {
                throw e;
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DtnException.failure("interrupted while images were read", e);
        }
    }
}

package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {
    @TempDir
    Path folder;

    @Test
    void aFolderThatCannotBeLockedIsRefusedAtOnce() throws IOException {
        Path unfinished = Files.createDirectory(folder.resolve("set.images.partial"));
        Files.createSymbolicLink(unfinished.resolve("lock"), folder.resolve("missing/lock"));

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Journal.open(unfinished, "key", Duration.ZERO))
                .withMessageContaining("set.images.partial cannot be locked");
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedAtOnce() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Journal.open(file.resolve("set.images.partial"), "key", Duration.ZERO))
                .withMessageContaining("cannot write");
    }

    @Test
    void ofManyWhoWaitAndCleanUpOneHasItAtATime() {
        Path unfinished = folder.resolve("set.images.partial");
        AtomicInteger holders = new AtomicInteger();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(CompletableFuture.runAsync(() -> takeTurns(unfinished, holders)));
        }
        threads.forEach(CompletableFuture::join);

        assertThat(unfinished).doesNotExist();
    }

    private static void takeTurns(Path unfinished, AtomicInteger holders) {
        for (int turn = 0; turn < 50; turn++) {
            try (Journal journal = Journal.open(unfinished, "key", Duration.ZERO, () -> true)) {
                assertThat(holders.incrementAndGet()).isEqualTo(1);
                holders.decrementAndGet();
                journal.finish();
            }
        }
    }
}

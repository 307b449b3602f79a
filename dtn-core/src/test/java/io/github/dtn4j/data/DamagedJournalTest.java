package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.FileMutator;
import io.github.dtn4j.FileRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that was damaged counts as none, so that the work begins anew. */
@Tag("chaos")
class DamagedJournalTest {
    private static final int SEEDS = Integer.getInteger("dtn.fuzz", 100);

    @TempDir
    Path folder;

    @Test
    void damageIsSeen() throws IOException {
        byte[] valid = new JournalState("packed 1 photos 32x3", 5120, 7, 421).encode();
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] damaged = new FileMutator(seed).damage(valid);
            Path file = Files.write(folder.resolve("journal"), damaged);

            assertThat(JournalState.read(file) != null).isEqualTo(Arrays.equals(damaged, valid));
        }
        FileRows.count("journal of work that goes on", SEEDS, SEEDS);
    }
}

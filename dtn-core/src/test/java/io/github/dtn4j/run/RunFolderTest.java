package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path parent;

    @Test
    void theNewestRunIsThatOfTheHighestNumber() throws IOException {
        Path runs = parent.resolve("runs");
        assertThatThrownBy(() -> RunFolder.newest(runs))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("no run in " + runs);
        for (String name : new String[] {"00009-z", "00010-a", "notes", "99999"}) {
            Files.createDirectories(runs.resolve(name));
        }
        assertThat(RunFolder.newest(runs)).isEqualTo(runs.resolve("00010-a"));
    }

    @Test
    void itsFilesTellWhetherItIsWorkedOnAndWhetherItIsFinished() throws IOException {
        Path path;
        try (RunFolder folder = RunFolder.create(parent, TinyRun.recipe())) {
            path = folder.path();
            assertThat(RunFolder.atWork(path)).isTrue();
            assertThat(RunFolder.finished(path)).isFalse();
            Files.createFile(folder.model());
        }
        assertThat(RunFolder.atWork(path)).isFalse();
        assertThat(RunFolder.finished(path)).isTrue();
        assertThat(RunFolder.atWork(parent.resolve("missing"))).isFalse();
    }
}

package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.recipe.Recipe;
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
    void takesUpTheLastFolderThatNeverGotARecipe() throws IOException {
        Recipe recipe = TinyRun.recipe();
        Path abandoned = Files.createDirectories(parent.resolve("00007-" + recipe.name()));
        Files.createFile(abandoned.resolve("run.lock"));
        try (RunFolder first = RunFolder.create(parent, recipe);
                RunFolder second = RunFolder.create(parent, recipe)) {
            assertThat(first.path()).isEqualTo(abandoned);
            assertThat(first.recipe()).isEqualTo(recipe);
            assertThat(second.path()).isEqualTo(parent.resolve("00008-" + recipe.name()));
        }
        Files.delete(parent.resolve("00008-" + recipe.name()).resolve("recipe.yaml"));
        Files.createFile(parent.resolve("00008-" + recipe.name()).resolve("notes"));
        try (RunFolder third = RunFolder.create(parent, recipe)) {
            assertThat(third.path()).isEqualTo(parent.resolve("00009-" + recipe.name()));
        }
    }

    @Test
    void givesUpTheRightToAFolderThatCannotBeBegun() throws IOException {
        Recipe recipe = TinyRun.recipe();
        Path abandoned = Files.createDirectories(parent.resolve("00001-" + recipe.name()));
        Files.createFile(abandoned.resolve("samples"));
        assertThatThrownBy(() -> RunFolder.create(parent, recipe))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("samples cannot be made");

        assertThat(RunFolder.atWork(abandoned)).isFalse();
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

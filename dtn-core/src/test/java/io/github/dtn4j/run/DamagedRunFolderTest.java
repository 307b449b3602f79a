package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.FileMutator;
import io.github.dtn4j.FileRows;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that was stopped and then lost a piece of any of its files: going on ends in a model or in one line about the damage. */
@Tag("slow")
@Tag("chaos")
class DamagedRunFolderTest {
    private static final int SEEDS = Integer.getInteger("dtn.fuzz", 30) / 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    @BeforeAll
    static void stopRuns() {
        Native.setThreads(1);
        TinyRun.images(folder.resolve("s.images"), 48, 16, 3, 1).close();
        TinyRun.images(folder.resolve("t.images"), 40, 16, 3, 4).close();
        for (String stage : new String[] {"encoder", "warm start", "train", "upscaler"}) {
            Path run = folder.resolve(stage);
            assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> go(run, stage));
        }
    }

    private static Recipe recipe() {
        return TinyRun.recipe(
                "data.source=" + folder.resolve("s.images"),
                "data.target=" + folder.resolve("t.images"),
                "data.targetChannels=3",
                "train.warmStartSteps=3",
                "train.logEvery=1",
                "upscaler.images=cartoons:6:3",
                "upscaler.size=64",
                "upscaler.width=4",
                "upscaler.blocks=1",
                "upscaler.steps=3",
                "upscaler.batch=2",
                "upscaler.crop=8");
    }

    /** Runs until a stage has begun, or to the end where there is no such stage. */
    private static void go(Path run, String last) {
        AtomicBoolean reached = new AtomicBoolean();
        Watcher watcher = new Watcher() {
            @Override
            public void say(String line) {}

            @Override
            public void status(String stage, long done, long total, String figures) {
                reached.set(stage.equals(last));
            }
        };
        Sources sources = new Sources(name -> null, folder.resolve("cache"));
        try (RunFolder opened = Files.exists(run) ? RunFolder.open(run) : RunFolder.at(run, recipe());
                TrainRun training = new TrainRun(opened, sources, folder.resolve("models"), watcher, reached::get)) {
            training.run();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "encoder, checkpoints/pretraining.safetensors",
        "warm start, encoder.safetensors",
        "warm start, checkpoints/training.safetensors",
        "train, checkpoints/training.safetensors",
        "train, metrics.jsonl",
        "train, recipe.yaml",
        "upscaler, checkpoints/upscaling.safetensors"
    })
    void goingOnEndsInAModelOrInALine(String stage, String file) throws IOException {
        int survived = 0;
        try {
            for (int seed = 0; seed < SEEDS; seed++) {
                Path run = Files.createDirectories(folder.resolve("damaged"))
                        .resolve(stage + " " + file.hashCode() + seed);
                copy(folder.resolve(stage), run);
                byte[] whole = Files.readAllBytes(run.resolve(file));
                Files.write(run.resolve(file), new FileMutator(seed).damage(whole));

                assertTimeoutPreemptively(PATIENCE, () -> expectModelOrLine(run), "seed " + seed);
                survived++;
            }
        } finally {
            FileRows.count("run folder, " + file, Math.min(survived + 1, SEEDS), survived);
        }
    }

    private static void expectModelOrLine(Path run) {
        try {
            go(run, "");
            assertThat(run.resolve("model.safetensors")).isNotEmptyFile();
        } catch (DtnException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            assertThat(run.resolve("model.safetensors")).doesNotExist();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}

package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Ranks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers as threads of one process. */
@Timeout(120)
class WorkerRunTest {
    @TempDir
    Path folder;

    private Sources sources;

    @BeforeEach
    void writeImages() {
        Native.setThreads(1); // on networks this small a second thread only waits
        TinyRun.images(folder.resolve("s.images"), 48, 16, 3, 1).close();
        TinyRun.images(folder.resolve("other.images"), 48, 16, 3, 9).close();
        TinyRun.images(folder.resolve("validation.images"), 20, 16, 3, 2).close();
        TinyRun.images(folder.resolve("t.images"), 40, 16, 1, 4).close();
        sources = new Sources(name -> null, folder.resolve("cache"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator.input=codes", "generator.input=images"})
    void firstWorkerLeavesAWholeRun(String input) {
        Recipe recipe =
                recipe(input, "train.warmStartSteps=2", "encoder.standardised=true", "train.balancedClasses=true");
        Path run = begin(recipe);
        List<String> said = Ranks.together(folder, 3, group -> work(group, run, group.rank() == 1 ? recipe : null, -1));

        assertThat(said).containsExactly("done", "done", "done");
        assertThat(run.resolve("report.html")).isNotEmptyFile();
        assertThat(Checkpoint.describe(run.resolve("model.safetensors")).provenance())
                .containsEntry("workers", "3");
    }

    @Test
    void otherRecipeIsRefusedOnAll() {
        Recipe recipe = recipe();
        Path run = begin(recipe);
        List<String> said =
                Ranks.together(folder, 2, group -> work(group, run, recipe("train.steps=7", "loss.tidWeight=3"), -1));

        assertThat(said.get(0)).contains("another worker was given another recipe");
        assertThat(said.get(1)).contains("worker 1 was given another recipe", "loss.tidWeight, train.steps");
    }

    @Test
    void otherImagesAreRefusedOnAll() {
        Recipe recipe = recipe();
        Path run = begin(recipe);
        Sources elsewhere = new Sources(name -> null, folder.resolve("cache"));
        List<String> said = Ranks.together(folder, 2, group -> {
            if (group.rank() == 0) {
                return work(group, run, recipe, -1);
            }
            return outcome(() -> {
                try (Resources resources = new Resources()) {
                    WorkerAgreement agreement = new WorkerAgreement(group, () -> false);
                    agreement.recipe(null);
                    Recipe others = recipe("data.source=" + folder.resolve("other.images"));
                    RunImages images =
                            agreement.inTurn(() -> RunImages.open(others, elsewhere, Watcher.NONE, resources));
                    agreement.agree("training images", images::fingerprint);
                }
            });
        });

        assertThat(said).allMatch(message -> message.contains("do not have the same training images"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"train.batch=7", "train.constImages=1"})
    void recipesThatCannotBeSharedAreRefused(String setting) {
        Recipe recipe = recipe(setting);

        TrainRun.check(recipe, 1);
        assertThatThrownBy(() -> TrainRun.check(recipe, 2))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining(setting.substring(0, setting.indexOf('=')));
    }

    @Test
    void wishOfOneWorkerStopsAllAfterTheSameStepAndAnyNumberGoesOn() {
        Recipe recipe = recipe("train.checkpointEvery=100");
        Path run = begin(recipe);
        List<String> said = Ranks.together(folder, 2, group -> work(group, run, null, group.rank() == 1 ? 3 : -1));

        assertThat(said).allMatch(message -> message.startsWith("stopped at step 3"));
        assertThat(run.resolve("checkpoints/training.safetensors")).isNotEmptyFile();
        assertThat(run.resolve("model.safetensors")).doesNotExist();

        assertThat(Ranks.together(folder, 3, group -> work(group, run, null, group.rank() == 2 ? 4 : -1)))
                .allMatch(message -> message.startsWith("stopped at step 4"));
        assertThat(work(ProcessGroup.ONE, run, null, -1)).isEqualTo("done");
        assertThat(run.resolve("model.safetensors")).isNotEmptyFile();
    }

    @Test
    void programThatOnlyTheFirstWorkerNamesIsNotRun() {
        Recipe recipe = recipe("encoder.type=torchscript", "encoder.file=" + folder.resolve("f.pt"));
        Path run = begin(recipe);
        List<String> said = Ranks.together(folder, 2, group -> work(group, run, null, -1));

        assertThat(said.get(0))
                .startsWith("worker 1 of 2 was lost before the first step; no step was saved yet: begin again");
        assertThat(said.get(1)).contains("of worker 0 wants to run the TorchScript program", "f.pt", "DTN_TRUST");
    }

    @ParameterizedTest
    @CsvSource({"2, the last checkpoint is whole: go on", "100, no step was saved yet: begin again"})
    void lostWorkerEndsTheRunWhichGoesOnAlone(int checkpointEvery, String state) {
        Path run = begin(recipe("train.steps=40", "train.checkpointEvery=" + checkpointEvery));
        List<String> said = Ranks.together(folder, 2, group -> {
            if (group.rank() == 0) {
                return work(group, run, null, -1);
            }
            return outcome(() -> {
                Watcher dying = new Watcher() {
                    @Override
                    public void say(String line) {}

                    @Override
                    public void status(String stage, long done, long total, String figures) {
                        if (done == 5) {
                            throw new IllegalStateException("killed");
                        }
                    }
                };
                try (WorkerRun work = new WorkerRun(null, false, sources, group, dying, () -> false)) {
                    work.run();
                }
            });
        });

        assertThat(said.get(0))
                .matches("worker 1 of 2 was lost at step \\d+; " + state
                        + " with dtn train --resume .*run, with any number of workers");
        assertThat(said.get(1)).isEqualTo("killed");
        assertThat(work(ProcessGroup.ONE, run, null, -1)).isEqualTo("done");
    }

    private Path begin(Recipe recipe) {
        try (RunFolder run = RunFolder.at(folder.resolve("run"), recipe)) {
            return run.path();
        }
    }

    /**
     * What becomes of the part of one worker.
     *
     * @param last the step after which it wishes to stop, or -1
     */
    private String work(ProcessGroup group, Path run, @Nullable Recipe recipe, int last) {
        AtomicLong step = new AtomicLong(-2);
        Watcher watcher = new Watcher() {
            @Override
            public void say(String line) {}

            @Override
            public void status(String stage, long done, long total, String figures) {
                step.set(stage.equals("train") ? done : -2);
            }
        };
        return outcome(() -> {
            if (group.rank() > 0) {
                try (WorkerRun work = new WorkerRun(recipe, false, sources, group, watcher, () -> step.get() == last)) {
                    work.run();
                }
                return;
            }
            try (RunFolder opened = RunFolder.open(run);
                    TrainRun work = new TrainRun(
                            opened, sources, folder.resolve("models"), watcher, () -> step.get() == last, group)) {
                work.run();
            }
        });
    }

    private static String outcome(Runnable work) {
        try {
            work.run();
            return "done";
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "data.source=" + folder.resolve("s.images"),
                "data.sourceValidation=" + folder.resolve("validation.images"),
                "data.target=" + folder.resolve("t.images")));
        all.addAll(List.of(overrides));
        return TinyRun.recipe(all.toArray(new String[0]));
    }
}

package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.LossTerm;
import io.github.dtn4j.train.Losses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of tiny networks on so many images that their pictures are compared. */
class KeptStepTest {
    private static final String LIST = "checkpoints/candidates.json";

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private int steps;

    @BeforeEach
    void writeImages() {
        Native.setThreads(1);
        TinyRun.images(folder.resolve("s.images"), 520, 16, 3, 1).close();
        TinyRun.images(folder.resolve("validation.images"), 40, 16, 3, 2).close();
        TinyRun.images(folder.resolve("t.images"), 510, 16, 1, 4).close();
    }

    @Test
    void runKeepsAStepAndSaysWhich() throws IOException {
        Path run = start("whole");
        go(run, () -> false);

        assertThat(said)
                .anyMatch(line -> line.matches("kept step \\d+ of 8: grain .*, meaning .*best .*margin 3.0 %\\)"));
        assertThat(said).contains("pictures: 560 drawings (40 of unseen images) beside 510 real images (0 unseen)");
        assertThat(run.resolve("metrics.jsonl"))
                .content()
                .contains("picture/grain", "picture/flat", "picture/diversity", "picture/meaning");
        Map<String, String> provenance =
                Checkpoint.describe(run.resolve("model.safetensors")).provenance();
        assertThat(provenance.get("kept")).startsWith("kept step " + provenance.get("kept_step") + " of 8");
        assertThat(run.resolve("checkpoints/candidate-%06d.safetensors"
                        .formatted(Integer.parseInt(provenance.get("kept_step")))))
                .exists();
        var model = tensors(run);
        go(run, () -> false); // a finished run that is resumed stays as it is
        assertThat(tensors(run)).isEqualTo(model);
    }

    @Test
    void stoppedAndKilledRunsKeepTheVeryStepOfAnUninterruptedOne() throws IOException {
        String restless = "train.generator.learningRate=0.05"; // the last step is not the cleanest
        Path straight = start("straight", restless);
        go(straight, () -> false);
        String kept = said.stream()
                .filter(line -> line.startsWith("kept"))
                .findFirst()
                .orElseThrow();

        Path stopped = start("stopped", restless);
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> go(stopped, () -> steps == 3));
        assertThatExceptionOfType(IllegalStateException.class) // between two states: the last is of step 4
                .isThrownBy(() -> go(stopped, () -> {
                    if (steps == 3) {
                        throw new IllegalStateException("killed");
                    }
                    return false;
                }));
        said.clear();
        go(stopped, () -> false);

        assertThat(said).contains("train: going on from step 4", kept);
        assertThat(stopped.resolve(LIST)).hasSameTextualContentAs(straight.resolve(LIST));
        assertThat(tensors(stopped)).isEqualTo(tensors(straight));
    }

    @Test
    void lastStepIsKeptWhereTheRecipeSaysSo() {
        Path run = start("last", "train.keep=last");
        go(run, () -> false);

        assertThat(said).contains("kept step 8 of 8, the last, as train.keep says");
        assertThat(run.resolve(LIST)).doesNotExist();
    }

    @Test
    void divergedRunEndsWithItsBestStep() throws IOException {
        Path run = start("diverged", "train.steps=60");
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> go(run, () -> steps == 4));
        Path recipe = run.resolve("recipe.yaml");
        Files.writeString(recipe, Files.readString(recipe).replaceAll("learningRate: \\S+", "learningRate: 100.0"));
        assertThat(Files.readString(recipe)).contains("learningRate: 100.0");
        go(run, () -> false);

        assertThat(said).anyMatch(line -> line.startsWith("warning: training diverged at step"));
        assertThat(said).anyMatch(line -> line.startsWith("kept step"));
        Map<String, String> provenance =
                Checkpoint.describe(run.resolve("model.safetensors")).provenance();
        assertThat(provenance.get("diverged")).contains("diverged at step");
        assertThat(tensors(run).values()).allMatch(values -> values.stream().allMatch(Float::isFinite));
    }

    @Test
    void runThatDivergesFromTheBeginningFails() {
        Path run = start(
                "lost",
                "train.steps=60",
                "train.evaluateEvery=50",
                "train.generator.learningRate=100",
                "train.discriminator.learningRate=100");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> go(run, () -> false))
                .matches(e -> e.kind() == DtnException.Kind.DIVERGENCE);
        assertThat(run.resolve("model.safetensors")).doesNotExist();
    }

    @Test
    void lossesOutOfAnyRangeAreASignOfDivergence() {
        assertThat(Divergence.in(losses(3.3))).isEmpty();
        assertThat(Divergence.in(losses(2e4))).isPresent();
        assertThat(Divergence.in(losses(Double.NaN))).isPresent();
    }

    private static Losses losses(double gang) {
        return new Losses(Map.of(LossTerm.D, 3.3, LossTerm.GANG, gang), true, true);
    }

    private Path start(String name, String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "name=" + name,
                "data.source=" + folder.resolve("s.images"),
                "data.sourceValidation=" + folder.resolve("validation.images"),
                "data.target=" + folder.resolve("t.images"),
                "train.warmStartSteps=2",
                "train.steps=8",
                "train.evaluateEvery=1",
                "train.checkpointEvery=4"));
        all.addAll(List.of(overrides));
        Recipe recipe = TinyRun.recipe(all.toArray(new String[0]));
        try (RunFolder run = RunFolder.create(folder.resolve("runs"), recipe)) {
            return run.path();
        }
    }

    private void go(Path run, BooleanSupplier stop) {
        steps = 0;
        Watcher watcher = new Watcher() {
            @Override
            public void say(String line) {
                said.add(line);
            }

            @Override
            public void status(String stage, long done, long total, String figures) {
                steps += stage.equals("train") ? 1 : 0;
            }
        };
        Sources sources = new Sources(name -> null, folder.resolve("cache"));
        try (RunFolder opened = RunFolder.open(run);
                TrainRun training = new TrainRun(opened, sources, folder.resolve("models"), watcher, stop)) {
            training.run();
        }
    }

    private static Map<String, List<Float>> tensors(Path run) {
        Map<String, List<Float>> values = new LinkedHashMap<>();
        try (PointerScope scope = new PointerScope()) {
            Checkpoint.read(run.resolve("model.safetensors"), Checkpoint.Kind.TRANSLATOR)
                    .tensors()
                    .forEach((name, tensor) -> {
                        List<Float> list = new ArrayList<>();
                        for (float value : Tensors.toArray(tensor)) {
                            list.add(value);
                        }
                        values.put(name, list);
                    });
        }
        return values;
    }
}

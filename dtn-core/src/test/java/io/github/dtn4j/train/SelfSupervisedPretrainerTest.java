package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.model.DigitEncoder;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSupervisedPretrainerTest {
    private static final String[] SETTINGS = {
        "pretrain.objective=vicreg", "pretrain.vicreg.projector=12", "pretrain.batch=16", "pretrain.epochs=5"
    };

    @TempDir
    Path folder;

    @Test
    void resumedTrainingContinuesBitForBit() {
        Recipe recipe = TinyRun.recipe(SETTINGS);
        Path file = folder.resolve("state.safetensors");
        try (ImageSet source = TinyRun.images(folder.resolve("s.images"), 40, 16, 3, 1);
                ImageSet target = TinyRun.images(folder.resolve("t.images"), 30, 16, 1, 2)) {
            Map<String, float[]> straight = run(recipe, source, target, null, 12, null);
            run(recipe, source, target, null, 5, file);
            Map<String, float[]> resumed = run(recipe, source, target, file, 7, null);

            assertThat(resumed.keySet()).isEqualTo(straight.keySet());
            straight.forEach(
                    (name, values) -> assertThat(resumed.get(name)).as(name).isEqualTo(values));
        }
    }

    private static Map<String, float[]> run(
            Recipe recipe, ImageSet source, ImageSet target, @Nullable Path from, int steps, @Nullable Path to) {
        Native.setThreads(1);
        Native.seed(1);
        try (PointerScope scope = new PointerScope();
                DigitEncoder encoder = new DigitEncoder(recipe.encoder(), 16, 3);
                SelfSupervisedPretrainer trainer =
                        new SelfSupervisedPretrainer(recipe.pretrain(), recipe.seed(), encoder, source, target)) {
            if (from != null) {
                Native.seed(99); // whatever the new networks hold is overwritten
                trainer.load(Checkpoint.read(from, Checkpoint.Kind.PRETRAINING).tensors());
            }
            for (int i = 0; i < steps; i++) {
                assertThat(trainer.train()).isFinite();
            }
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            trainer.save(tensors);
            if (to != null) {
                new Checkpoint(Checkpoint.Kind.PRETRAINING, recipe, Map.of(), tensors).write(to);
            }
            return TinyTraining.values(tensors);
        }
    }

    @Test
    void lossFallsWithoutTheEmbeddingCollapsing() {
        Recipe recipe = TinyRun.recipe(SETTINGS);
        Native.setThreads(1);
        Native.seed(1);
        try (ImageSet source = TinyRun.images(folder.resolve("s.images"), 80, 16, 3, 1);
                ImageSet target = TinyRun.images(folder.resolve("t.images"), 60, 16, 1, 2);
                DigitEncoder encoder = new DigitEncoder(recipe.encoder(), 16, 3);
                SelfSupervisedPretrainer trainer =
                        new SelfSupervisedPretrainer(recipe.pretrain(), recipe.seed(), encoder, source, target)) {
            assertThat(trainer.stepsPerEpoch()).as("80 images of S, 8 a step").isEqualTo(10);
            assertThat(trainer.steps()).isEqualTo(50);
            double start = trainer.train();
            double end = start;
            while (trainer.step() < trainer.steps()) {
                end = trainer.train();
            }
            assertThat(end).isLessThan(0.9 * start);
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor codes = encoder.forward(torch.rand(new long[] {20, 3, 16, 16}), false);
                for (float spread : Tensors.toArray(codes.std(new long[] {0}, true, false))) {
                    assertThat(spread).isGreaterThan(0.01f);
                }
            }
        }
    }

    @Test
    void smallSetsAreGoneThroughRepeatedly() {
        Recipe recipe = TinyRun.recipe(SETTINGS);
        Native.seed(1);
        try (ImageSet source = TinyRun.images(folder.resolve("s.images"), 3, 16, 3, 1);
                ImageSet target = TinyRun.images(folder.resolve("t.images"), 5, 16, 3, 2);
                DigitEncoder encoder = new DigitEncoder(recipe.encoder(), 16, 3);
                SelfSupervisedPretrainer trainer =
                        new SelfSupervisedPretrainer(recipe.pretrain(), recipe.seed(), encoder, source, target)) {
            assertThat(trainer.stepsPerEpoch()).isOne();
            assertThat(trainer.train()).isFinite();
        }
    }
}

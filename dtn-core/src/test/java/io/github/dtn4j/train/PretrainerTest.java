package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainerTest {
    @TempDir
    Path folder;

    @Test
    void resumedPretrainingContinuesBitForBit() {
        Recipe recipe = TinyRun.recipe("pretrain.dropout=0.3", "pretrain.extraShare=0.25", "pretrain.epochs=5");
        Path file = folder.resolve("state.safetensors");
        try (ImageSet images = TinyRun.images(folder.resolve("a.images"), 40, 16, 3, 1);
                ImageSet extra = TinyRun.images(folder.resolve("b.images"), 30, 16, 3, 2)) {
            Map<String, float[]> straight = new LinkedHashMap<>();
            run(recipe, images, extra, null, 20, straight, null);
            run(recipe, images, extra, null, 10, new LinkedHashMap<>(), file);
            Map<String, float[]> resumed = new LinkedHashMap<>();
            run(recipe, images, extra, file, 10, resumed, null);

            assertThat(resumed.keySet()).isEqualTo(straight.keySet());
            straight.forEach(
                    (name, values) -> assertThat(resumed.get(name)).as(name).isEqualTo(values));
        }
    }

    private static void run(
            Recipe recipe,
            ImageSet images,
            ImageSet extra,
            Path from,
            int steps,
            Map<String, float[]> result,
            Path to) {
        Native.setThreads(1);
        Native.seed(1);
        try (PointerScope scope = new PointerScope();
                Classifier classifier = new Classifier(recipe.encoder(), 16, 3, 10);
                Pretrainer pretrainer = new Pretrainer(recipe.pretrain(), recipe.seed(), classifier, images, extra)) {
            if (from != null) {
                Native.seed(99); // whatever the new networks hold is overwritten
                pretrainer.load(
                        Checkpoint.read(from, Checkpoint.Kind.PRETRAINING).tensors());
            }
            for (int i = 0; i < steps; i++) {
                assertThat(pretrainer.train()).isFinite();
            }
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            pretrainer.save(tensors);
            result.putAll(TinyTraining.values(tensors));
            if (to != null) {
                new Checkpoint(Checkpoint.Kind.PRETRAINING, recipe, Map.of(), tensors).write(to);
            }
        }
    }

    @Test
    void classifierLearnsWhatTheImagesShow() {
        Recipe recipe = TinyRun.recipe("pretrain.epochs=30", "pretrain.dropout=0", "pretrain.labelSmoothing=0");
        Native.seed(1);
        try (ImageSet images = TinyRun.images(folder.resolve("a.images"), 40, 16, 3, 1);
                Classifier classifier = new Classifier(recipe.encoder(), 16, 3, 10);
                Pretrainer pretrainer = new Pretrainer(recipe.pretrain(), recipe.seed(), classifier, images, null)) {
            assertThat(pretrainer.stepsPerEpoch()).isEqualTo(5);
            assertThat(pretrainer.steps()).isEqualTo(150);
            double start = pretrainer.train();
            double end = start;
            while (pretrainer.step() < pretrainer.steps()) {
                end = pretrainer.train();
            }
            assertThat(end).isLessThan(0.8 * start);
        }
    }

    @Test
    void factsOfALabelAreLearnedApart() {
        Recipe recipe = TinyRun.recipe(
                "pretrain.epochs=30", "pretrain.dropout=0", "pretrain.labelSmoothing=0", "pretrain.factors=[2, 5]");
        Native.seed(1);
        try (ImageSet images = TinyRun.images(folder.resolve("a.images"), 40, 16, 3, 1);
                Classifier classifier = new Classifier(
                        recipe.encoder(), 16, 3, recipe.pretrain().logits());
                Pretrainer pretrainer = new Pretrainer(recipe.pretrain(), recipe.seed(), classifier, images, null)) {
            assertThat(classifier.classes()).isEqualTo(7);
            double start = pretrainer.train();
            double end = 0;
            while (pretrainer.step() < pretrainer.steps()) {
                end = pretrainer.train();
            }
            assertThat(start).as("the mean of two cross-entropies").isBetween(0.5, 2.5);
            assertThat(end).isLessThan(0.8 * start);
        }
    }
}

package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.model.Upscaler;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpscalerRunTest {
    @TempDir
    Path folder;

    private Sources sources;
    private Path state;
    private final List<Double> losses = new ArrayList<>();
    private final Watcher watcher = new Watcher() {
        @Override
        public void say(String line) {}

        @Override
        public void status(String stage, long done, long total, String figures) {
            if (stage.equals("upscaler")) {
                losses.add(Double.valueOf(figures.replaceFirst("loss ", "")));
            }
        }
    };

    @BeforeEach
    void prepare() {
        Native.setThreads(1);
        sources = new Sources(Map.<String, String>of()::get, folder.resolve("cache"));
        state = folder.resolve("upscaler.state");
    }

    private static Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "data.targetChannels=3",
                "upscaler.images=cartoons:12:3",
                "upscaler.size=64",
                "upscaler.width=8",
                "upscaler.blocks=1",
                "upscaler.steps=40",
                "upscaler.batch=4",
                "upscaler.crop=12",
                "upscaler.optimizer.schedule.warmupSteps=0"));
        all.addAll(List.of(overrides));
        return TinyRun.recipe(all.toArray(String[]::new));
    }

    @Test
    void learnsToDrawWhatIsPale() {
        train(
                recipe(
                        "upscaler.steps=300",
                        "upscaler.contrast=0.1",
                        "upscaler.noise=0",
                        "upscaler.blotches=0",
                        "upscaler.edgeWeight=0",
                        "upscaler.optimizer.learningRate=0.01"),
                () -> false);

        assertThat(mean(losses.subList(280, 300))).isLessThan(0.85 * mean(losses.subList(0, 20)));
    }

    @Test
    void aStoppedTrainingGoesOnBitForBit() {
        float[] straight = train(recipe(), () -> false);
        Path first = state;
        state = folder.resolve("second.state");
        AtomicInteger steps = new AtomicInteger();
        losses.clear();
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> train(recipe(), () -> !losses.isEmpty() && steps.incrementAndGet() == 15));
        Native.seed(99);
        float[] resumed = train(recipe(), () -> false);

        assertThat(losses).hasSize(40);
        assertThat(resumed).isEqualTo(straight);
        assertThat(first).exists();
    }

    @Test
    void aFinishedStateIsOnlyRead() {
        float[] trained = train(recipe(), () -> false);
        losses.clear();

        assertThat(train(recipe("train.steps=7"), () -> false)).isEqualTo(trained);
        assertThat(losses).isEmpty();
    }

    @Test
    void otherSettingsOfTheUpscalerDoNotGoOn() {
        train(recipe("upscaler.steps=2"), () -> false);

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> train(recipe("upscaler.steps=3"), () -> false))
                .withMessageContaining("upscaler.state")
                .withMessageContaining("(upscaler.steps)")
                .matches(e -> e.kind() == DtnException.Kind.USAGE);
    }

    @Test
    void aLowerLearningRateGoesOn() {
        AtomicInteger steps = new AtomicInteger();
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> train(recipe(), () -> !losses.isEmpty() && steps.incrementAndGet() == 15));
        train(recipe("upscaler.optimizer.learningRate=0.00001"), () -> false);

        assertThat(losses).hasSize(40);
    }

    @Test
    void withoutImagesThereIsNothingToTrain() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> train(TinyRun.recipe(), () -> false))
                .withMessageContaining("upscaler.images");
    }

    private float[] train(Recipe recipe, BooleanSupplier stop) {
        try (PointerScope scope = new PointerScope();
                Upscaler upscaler = UpscalerRun.train(recipe, sources, state, watcher, stop)) {
            return Tensors.toArray(upscaler.weights().all().get("last.weight"));
        }
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}

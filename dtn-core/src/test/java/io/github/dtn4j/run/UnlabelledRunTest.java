package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.report.Inspection;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with an f that was trained without labels. */
class UnlabelledRunTest {
    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private final AtomicInteger encoderSteps = new AtomicInteger();
    private Sources sources;

    private final Watcher watcher = new Watcher() {
        @Override
        public void say(String line) {
            lines.add(line);
        }

        @Override
        public void status(String stage, long done, long total, String figures) {
            encoderSteps.addAndGet(stage.equals("encoder") ? 1 : 0);
        }
    };

    @BeforeEach
    void writeImages() {
        Native.setThreads(1); // on networks this small a second thread only waits
        bare("s.images", 48, 3);
        bare("t.images", 40, 1);
        bare("bare.images", 12, 3);
        TinyRun.images(folder.resolve("labelled.images"), 20, 16, 3, 2).close();
        TinyRun.images(folder.resolve("digits.images"), 30, 16, 1, 3).close();
        sources = new Sources(name -> null, folder.resolve("cache"));
    }

    @Test
    void modelIsMeasuredByAJudgeWithoutAnyFigureOfFsOwn() throws IOException {
        Path run = start(recipe(
                "data.sourceValidation=" + folder.resolve("labelled.images"),
                "data.sourceTest=" + folder.resolve("labelled.images"),
                "data.judge=" + judge()));
        TransferAccuracy figures = Objects.requireNonNull(go(run, () -> false));

        assertThat(figures.count()).isEqualTo(20);
        assertThat(figures.encoderAccuracy()).isNull();
        assertThat(figures.toString()).doesNotContain("f itself").contains("judge on its own domain");
        assertThat(run.resolve("evaluation.json")).content().doesNotContain("encoder_accuracy");
        assertThat(run.resolve("metrics.jsonl")).content().contains("accuracy/validation");
        assertThat(lines).anyMatch(line -> line.contains("validation images lie nearest to one of their class"));
        Path model = run.resolve("model.safetensors");
        assertThat(Inspection.of(model, false))
                .anyMatch(line -> line.contains("no labels"))
                .noneMatch(line -> line.contains("classes"));
        try (Translator translator = Translator.load(model)) {
            assertThat(translator.views().classifier()).isNull();
            assertThat(translator
                            .translate(new Pixels(new byte[16 * 16 * 3], 16, 16, 3))
                            .channels())
                    .isOne();
        }
    }

    @Test
    void withoutAnyLabelTheCurveIsTheRankOfUnseenImages() {
        Path run = start(recipe("data.sourceValidation=" + folder.resolve("bare.images")));

        assertThat(go(run, () -> false)).isNull();
        assertThat(run.resolve("metrics.jsonl")).content().contains("retrieval/median_rank");
        assertThat(lines).anyMatch(line -> line.contains("of 12 unseen images"));
    }

    @Test
    void runStoppedWhilePretrainingGoesOnToTheVeryModel() {
        Recipe recipe = recipe();
        Path straight = start(recipe);
        go(straight, () -> false);

        Path stopped = start(recipe);
        encoderSteps.set(0);
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> go(stopped, () -> encoderSteps.get() == 5))
                .withMessageContaining("pretraining");
        go(stopped, () -> false);

        assertThat(tensors(stopped)).isEqualTo(tensors(straight));
    }

    @Test
    void encoderTrainedApartServesARun() {
        Path encoder = folder.resolve("f.safetensors");
        EncoderRun.run(recipe(), encoder, sources, watcher, () -> false);
        assertThat(Checkpoint.describe(encoder).kind()).isEqualTo(Checkpoint.Kind.ENCODER);
        encoderSteps.set(0);

        go(start(recipe("encoder.file=" + encoder)), () -> false);

        assertThat(encoderSteps).hasValue(0);
    }

    @Test
    void encodersOfTheOtherObjectiveAreRefused() {
        Path labelled = folder.resolve("labelled.safetensors");
        Recipe byLabels = TinyRun.recipe(
                "data.source=" + folder.resolve("labelled.images"), "data.target=" + folder.resolve("t.images"));
        EncoderRun.run(byLabels, labelled, sources, watcher, () -> false);
        Path unlabelled = folder.resolve("unlabelled.safetensors");
        EncoderRun.run(recipe(), unlabelled, sources, watcher, () -> false);

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> go(start(recipe("encoder.file=" + labelled)), () -> false))
                .withMessageContaining("holds a classifier; expected an encoder");
        Recipe other = TinyRun.recipe(
                "data.source=" + folder.resolve("labelled.images"),
                "data.target=" + folder.resolve("t.images"),
                "encoder.file=" + unlabelled);
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> go(start(other), () -> false))
                .withMessageContaining("holds an encoder; expected a classifier");
    }

    @Test
    void bothDomainsAreNeeded() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> EncoderRun.run(
                        recipe("data.target="), folder.resolve("f.safetensors"), sources, watcher, () -> false))
                .withMessageContaining("'data.target' is empty");
    }

    @Test
    void encoderOfAClassifierOfOtherClassesStartsF() {
        Path classifier = folder.resolve("labelled.safetensors");
        EncoderRun.run(
                TinyRun.recipe("data.source=" + folder.resolve("labelled.images")),
                classifier,
                sources,
                watcher,
                () -> false);
        encoderSteps.set(0);

        Path kept = start(recipe("pretrain.start=" + classifier, "pretrain.epochs=0"));
        go(kept, () -> false);

        assertThat(encoderSteps).as("f is taken as it is").hasValue(0);
        assertThat(encoder(kept)).isEqualTo(encoder(classifier));

        Path trained = start(recipe("pretrain.start=" + classifier));
        go(trained, () -> false);

        assertThat(encoderSteps).hasPositiveValue();
        assertThat(encoder(trained)).isNotEqualTo(encoder(classifier));

        Recipe wider = recipe("pretrain.start=" + classifier, "encoder.embedding=12");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> go(start(wider), () -> false))
                .withMessageContaining("holds an encoder of another shape");
    }

    private static List<Float> encoder(Path file) {
        Path model = Files.isDirectory(file) ? file.resolve("model.safetensors") : file;
        List<Float> values = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            Checkpoint.read(model, Checkpoint.Kind.values()).tensors().forEach((name, tensor) -> {
                if (name.startsWith("encoder.")) {
                    for (float value : Tensors.toArray(tensor)) {
                        values.add(value);
                    }
                }
            });
        }
        return values;
    }

    private Map<String, List<Float>> tensors(Path run) {
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

    private Path start(Recipe recipe) {
        try (RunFolder run = RunFolder.create(folder.resolve("runs"), recipe)) {
            return run.path();
        }
    }

    private TransferAccuracy go(Path run, BooleanSupplier stop) {
        try (RunFolder opened = RunFolder.open(run);
                TrainRun training = new TrainRun(opened, sources, folder.resolve("models"), watcher, stop)) {
            return training.run();
        }
    }

    private Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "pretrain.objective=vicreg",
                "pretrain.vicreg.projector=12",
                "data.source=" + folder.resolve("s.images"),
                "data.target=" + folder.resolve("t.images")));
        all.addAll(List.of(overrides));
        return TinyRun.recipe(all.toArray(new String[0]));
    }

    /** The recipe file of a classifier of T. */
    private Path judge() throws IOException {
        Recipe recipe = TinyRun.recipe(
                "data.sourceChannels=1",
                "data.source=" + folder.resolve("digits.images"),
                "data.sourceTest=" + folder.resolve("digits.images"));
        return Files.writeString(folder.resolve("judge.yaml"), Recipes.write(recipe));
    }

    private void bare(String name, int count, int channels) {
        SplittableRandom random = new SplittableRandom(count);
        try (ImageSetWriter writer = ImageSetWriter.create(folder.resolve(name), 16, 16, channels, false)) {
            for (int i = 0; i < count; i++) {
                byte[] pixels = new byte[16 * 16 * channels];
                random.nextBytes(pixels);
                writer.add(pixels);
            }
            writer.finish();
        }
    }
}

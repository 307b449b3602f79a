package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
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
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, from image files to model and report, on networks that train in a second. */
class TrainRunTest {
    @TempDir
    Path folder;

    private final Said said = new Said();
    private Sources sources;
    private Path runs;

    @BeforeEach
    void writeImages() {
        Native.setThreads(1); // on networks this small a second thread only waits
        TinyRun.images(folder.resolve("s.images"), 48, 16, 3, 1).close();
        TinyRun.images(folder.resolve("validation.images"), 20, 16, 3, 2).close();
        TinyRun.images(folder.resolve("test.images"), 30, 16, 3, 3).close();
        TinyRun.images(folder.resolve("t.images"), 40, 16, 1, 4).close();
        sources = new Sources(name -> null, folder.resolve("cache"));
        runs = folder.resolve("runs");
    }

    @Test
    void runLeavesEverythingInItsFolder() throws IOException {
        Path run = start(recipe("data.judge=" + judge(), "train.sampleEvery=3", "train.checkpointEvery=4"));
        TransferAccuracy figures = go(run, () -> false);

        assertThat(run.getFileName()).hasToString("00001-dtn");
        assertThat(run.resolve("recipe.yaml")).isNotEmptyFile();
        assertThat(run.resolve("metrics.jsonl")).isNotEmptyFile();
        assertThat(run.resolve("samples/000003.png")).isNotEmptyFile();
        assertThat(run.resolve("samples/000006.png")).isNotEmptyFile();
        assertThat(run.resolve("report.html")).content().contains("</html>", "<h2>Provenance</h2>");
        assertThat(run.resolve("checkpoints/training.safetensors")).isNotEmptyFile();
        assertThat(run.resolve("checkpoints/pretraining.safetensors")).doesNotExist();
        assertThat(figures.count()).isEqualTo(30);
        assertThat(figures.accuracy()).isBetween(0.0, 1.0);
        JsonNode evaluation =
                new ObjectMapper().readTree(run.resolve("evaluation.json").toFile());
        assertThat(evaluation.get("accuracy").doubleValue()).isEqualTo(figures.accuracy());
        Checkpoint model = Checkpoint.describe(run.resolve("model.safetensors"));
        assertThat(model.kind()).isEqualTo(Checkpoint.Kind.TRANSLATOR);
        assertThat(model.provenance()).containsKeys("source_sha256", "target_sha256", "test_accuracy", "program");
        JsonNode provenance =
                new ObjectMapper().readTree(run.resolve("provenance.json").toFile());
        assertThat(provenance).hasSizeGreaterThan(4);
        provenance
                .properties()
                .forEach(fact -> assertThat(model.provenance())
                        .containsEntry(fact.getKey(), fact.getValue().asText()));
        try (Translator translator = Translator.load(run.resolve("model.safetensors"))) {
            Pixels drawn = translator.translate(new Pixels(new byte[20 * 18 * 3], 20, 18, 3));
            assertThat(List.of(drawn.height(), drawn.width(), drawn.channels())).containsExactly(16, 16, 1);
        }
        try (var files = Files.walk(run)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void metricsHoldEveryTermByTheStep() throws IOException {
        Path run = start(recipe("train.logEvery=2"));
        go(run, () -> false);

        List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("loss/d", "loss/gang", "loss/const", "loss/tid", "lr/g"));
        assertThat(lines.stream().filter(line -> line.contains("loss/d"))).hasSize(3);
    }

    @Test
    void stoppedRunGoesOnToTheVeryModelOfAnUninterruptedOne() {
        Recipe recipe = recipe("train.codeNoise=0.3", "train.warmStartSteps=2");
        Path straight = start(recipe);
        go(straight, () -> false);

        Path stopped = start(recipe);
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> go(stopped, () -> said.trainSteps == 3))
                .withMessageContaining("stopped at step 3 of 6");
        assertThat(stopped.resolve("model.safetensors")).doesNotExist();
        go(stopped, () -> false);

        assertThat(said.lines).anyMatch(line -> line.startsWith("train: going on from step"));
        assertThat(tensors(stopped)).isEqualTo(tensors(straight));
    }

    @Test
    void finishedRunCanBeMadeLonger() throws IOException {
        Path run = start(recipe("train.warmStartSteps=2"));
        go(run, () -> false);
        Map<String, List<Float>> before = tensors(run);

        try (RunFolder begun = RunFolder.open(run)) {
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> new RunChange(begun).lengthen(List.of("train.steps=5")))
                    .withMessageContaining("can only grow");
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> new RunChange(begun).lengthen(List.of("train.steps=9", "train.batch=3")))
                    .withMessageContaining("train.batch");
            new RunChange(begun).lengthen(List.of("train.steps=9"));
        }
        go(run, () -> false);

        assertThat(said.lines).anyMatch(line -> line.equals("train: going on from step 6"));
        assertThat(said.trainSteps).as("6 were made before").isEqualTo(3);
        assertThat(tensors(run)).isNotEqualTo(before);
        assertThat(Files.readString(run.resolve("metrics.jsonl"))).contains("\"step\":6,", "\"step\":9,");
    }

    @Test
    void wishThatComesWhileItIsAskedForLeavesACheckpoint() {
        Path run = start(recipe());
        AtomicInteger asked = new AtomicInteger();
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> go(run, () -> said.trainSteps >= 3 && asked.getAndIncrement() > 0));
        assertThat(run.resolve("checkpoints/training.safetensors")).isNotEmptyFile();
    }

    @Test
    void runStoppedInTheWarmStartGoesOnToTheVeryModelToo() {
        Recipe recipe = recipe("train.warmStartSteps=4", "train.warmStartNoise=true", "train.codeNoise=0.3");
        Path straight = start(recipe);
        go(straight, () -> false);

        Path stopped = start(recipe);
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> go(stopped, () -> said.warmStartSteps == 2))
                .withMessageContaining("warm start, at step 2 of 4");
        go(stopped, () -> false);

        assertThat(tensors(stopped)).isEqualTo(tensors(straight));
    }

    @Test
    void generatorWithoutTheEncoderGoesOnToTheVeryModelAndDrawsWhatWasMeasured() {
        Recipe recipe = recipe(
                "generator.input=images",
                "data.judge=" + judge(),
                "train.warmStartSteps=3",
                "train.warmStartNoise=true",
                "train.codeNoise=0.3");
        Path straight = start(recipe);
        TransferAccuracy figures = go(straight, () -> false);

        Path stopped = start(recipe);
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> go(stopped, () -> said.warmStartSteps == 2));
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> go(stopped, () -> said.trainSteps == 3));
        go(stopped, () -> false);

        assertThat(tensors(stopped)).isEqualTo(tensors(straight)).containsKey("generator.stem.block1.1.conv.weight");
        Path model = straight.resolve("model.safetensors");
        assertThat(Inspection.of(model, true)).anyMatch(line -> line.contains("an encoder of f's shape"));
        try (Translator translator = Translator.load(model);
                ImageSet test = ImageSet.open(folder.resolve("test.images"));
                TargetClassifier judge = TargetClassifier.of(
                        folder + "/judge.yaml", folder.resolve("models"), sources, said, () -> false)) {
            assertThat(TransferAccuracy.measure(translator, judge.classifier(), judge.accuracy(), test))
                    .isEqualTo(figures);
            assertThat(translator
                            .translate(new Pixels(new byte[20 * 18 * 3], 20, 18, 3))
                            .width())
                    .isEqualTo(16);
            assertThatIllegalStateException()
                    .isThrownBy(() ->
                            translator.draw(translator.domains().source().apply(Tensors.of(new float[10], 1, 10))))
                    .withMessageContaining("draws from images");
        }
    }

    @Test
    void runStoppedWhilePretrainingGoesOnToTheVeryModelToo() {
        Recipe recipe = recipe();
        Path straight = start(recipe);
        go(straight, () -> false);

        Path stopped = start(recipe);
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> go(stopped, () -> said.pretrainSteps == 5))
                .withMessageContaining("pretraining");
        go(stopped, () -> false);

        assertThat(tensors(stopped)).isEqualTo(tensors(straight));
    }

    @Test
    void runStoppedWhileImagesAreEmbeddedEndsAtOnceAndGoesOn() {
        Recipe recipe = recipe();
        Path straight = start(recipe);
        go(straight, () -> false);

        Path stopped = start(recipe);
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> go(stopped, () -> said.embedded))
                .withMessageContaining("stopped at 'f(S)'");
        assertThat(said.trainSteps).isZero();
        go(stopped, () -> false);

        assertThat(tensors(stopped)).isEqualTo(tensors(straight));
    }

    @Test
    void finishedRunMayBeResumedAndStaysAsItIs() {
        Path run = start(recipe());
        go(run, () -> false);
        var model = tensors(run);
        go(run, () -> false);

        assertThat(tensors(run)).isEqualTo(model);
    }

    @Test
    void oneProcessAtATimeWorksOnAFolder() {
        try (RunFolder first = RunFolder.create(runs, recipe())) {
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> RunFolder.open(first.path()))
                    .withMessageContaining("another run");
        }
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> RunFolder.open(folder))
                .withMessageContaining("is not a run folder");
    }

    @Test
    void foldersAreNumbered() {
        assertThat(start(recipe("name=a")).getFileName()).hasToString("00001-a");
        assertThat(start(recipe("name=b")).getFileName()).hasToString("00002-b");
    }

    @Test
    void divergenceIsReportedAndTheLastCheckpointKept() throws IOException {
        Path run = start(recipe("train.checkpointEvery=1", "train.generator.learningRate=0.0625"));
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> go(run, () -> said.trainSteps == 3));
        Path checkpoint = run.resolve("checkpoints/training.safetensors");
        byte[] good = Files.readAllBytes(checkpoint);
        Path recipe = run.resolve("recipe.yaml");
        Files.writeString(recipe, Files.readString(recipe).replace("learningRate: 0.0625", "learningRate: 3.0e+38"));

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> go(run, () -> false))
                .withMessageContaining("diverged at step 4")
                .matches(e -> e.kind() == DtnException.Kind.DIVERGENCE);
        assertThat(run.resolve("model.safetensors")).doesNotExist();
        assertThat(Files.readAllBytes(checkpoint)).isEqualTo(good);
    }

    @Test
    void warmStartThatDivergesGoesOnAtALowerRate() throws IOException {
        Path run = start(recipe("train.warmStartSteps=5", "train.warmStartRate=0.0625"));
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> go(run, () -> said.warmStartSteps == 2));
        Path recipe = run.resolve("recipe.yaml");
        String good = Files.readString(recipe);
        Files.writeString(recipe, good.replace("warmStartRate: 0.0625", "warmStartRate: 3.0e+38"));
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> go(run, () -> false))
                .withMessageContaining("of the warm start")
                .withMessageContaining("train.warmStartRate");

        Files.writeString(recipe, good.replace("warmStartRate: 0.0625", "warmStartRate: 0.001"));
        go(run, () -> false);
        assertThat(run.resolve("model.safetensors")).isNotEmptyFile();
    }

    @Test
    void resumeWithOtherSettingsIsRefused() throws IOException {
        Path run = start(recipe());
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> go(run, () -> said.trainSteps == 3));
        Path recipe = run.resolve("recipe.yaml");
        Files.writeString(recipe, Files.readString(recipe).replace("tidWeight: 15.0", "tidWeight: 16.0"));

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> go(run, () -> false))
                .withMessageContaining("(loss.tidWeight)")
                .matches(e -> e.kind() == DtnException.Kind.USAGE);
    }

    @Test
    void runOfAGpuInMixedPrecisionGoesOnInFull() {
        Path run = start(recipe());
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> go(run, () -> said.trainSteps == 3));
        Path checkpoint = run.resolve("checkpoints/training.safetensors");
        try (PointerScope scope = new PointerScope()) {
            Checkpoint begun = Checkpoint.read(checkpoint, Checkpoint.Kind.TRAINING);
            new Checkpoint(
                            Checkpoint.Kind.TRAINING,
                            recipe("train.precision=mixed"),
                            begun.provenance(),
                            begun.tensors())
                    .write(checkpoint);
        }
        refused(recipe("train.precision=mixed")).withMessageContaining("in the recipe.yaml of a run that goes on");

        go(run, () -> false);
        assertThat(run.resolve("model.safetensors")).isNotEmptyFile();
    }

    @Test
    void imagesWithoutLabelsCannotPretrainOrBeMeasured() {
        try (ImageSetWriter writer = ImageSetWriter.create(folder.resolve("bare.images"), 16, 16, 3, false)) {
            for (int i = 0; i < 20; i++) {
                writer.add(new byte[16 * 16 * 3]);
            }
            writer.finish();
        }
        Path bare = folder.resolve("bare.images");

        refused(recipe("data.source=" + bare)).withMessageContaining("without labels");
        refused(recipe("data.sourceValidation=" + bare)).withMessageContaining("'data.sourceValidation'");
        refused(recipe("data.sourceTest=" + bare)).withMessageContaining("'data.sourceTest'");
        refused(recipe("data.target=" + bare, "data.targetWithout=[3]"))
                .withMessageContaining("'data.targetWithout'")
                .withMessageContaining("no labels");
    }

    @Test
    void classesLeftOutOfTheDomainsAreSeenByNeitherGNorD() {
        Path all = start(recipe());
        go(all, () -> false);
        assertThat(said.totals).containsEntry("f(S)", 48L).containsEntry("f(T)", 40L);

        Path some = start(recipe("data.sourceWithout=[3, 9]", "data.targetWithout=[3]", "data.judge=" + judge()));
        assertThat(go(some, () -> false).count()).isEqualTo(30); // of the test images none is left out

        assertThat(said.totals).containsEntry("f(S)", 48L - 5 - 4).containsEntry("f(T)", 40L - 4);
        assertThat(encoder(some)).isEqualTo(encoder(all));
    }

    @Test
    void classesLeftOutOfThePretrainingAreLeftOutOfAllItsImages() {
        String extra = "pretrain.extraImages=" + folder.resolve("test.images");
        Path run = start(recipe("pretrain.without=[3]", extra, "pretrain.extraShare=0.5"));
        go(run, () -> false);

        Checkpoint f = Checkpoint.describe(run.resolve("encoder.safetensors"));
        assertThat(f.provenance()).containsEntry("images", "43");
        assertThat(said.totals).containsEntry("f(S)", 48L);
        refused(recipe(extra, "pretrain.without=[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"))
                .withMessageContaining("'pretrain.without'")
                .withMessageContaining("leaves 0 of 48 images");
    }

    @Test
    void encoderIsPretrainedOnTheImagesThatTheRecipeNames() {
        Path run = start(recipe("pretrain.images=" + folder.resolve("test.images")));
        go(run, () -> false);

        Checkpoint f = Checkpoint.describe(run.resolve("encoder.safetensors"));
        assertThat(f.provenance()).containsEntry("images", "30");
    }

    @Test
    void mistakesInTheRecipeEndInOneLine() {
        refused(recipe("data.target=")).withMessageContaining("'data.target' is empty");
        refused(recipe("data.source=nowhere.images")).withMessageContaining("nowhere.images");
        refused(recipe("data.sourceTest=nowhere.images")).withMessageContaining("nowhere.images");
        refused(recipe("data.target='" + folder.resolve("t.images") + "[0:0]'")).withMessageContaining("is empty");
        refused(recipe("data.target='" + folder.resolve("t.images") + "[0:1]'")).withMessageContaining("'data.target'");
        refused(recipe("data.source='" + folder.resolve("s.images") + "[3:4]'")).withMessageContaining("'data.source'");
        refused(recipe("pretrain.classes=5")).withMessageContaining("pretrain.classes");
    }

    @Test
    void encoderOfAnotherShapeIsRefused() {
        Path run = start(recipe());
        go(run, () -> false);
        Path encoder = run.resolve("encoder.safetensors");

        Path second = start(recipe("encoder.file=" + encoder));
        go(second, () -> false);
        assertThat(second.resolve("encoder.safetensors")).doesNotExist();

        refused(recipe("encoder.file=" + encoder, "encoder.embedding=12")).withMessageContaining("another shape");
        refused(recipe("encoder.file=" + encoder, "pretrain.classes=12")).withMessageContaining("another shape");
        refused(recipe("encoder.file=" + encoder, "data.imageSize=24")).withMessageContaining("another shape");
    }

    @Test
    void judgeIsTrainedOnceAndKept() throws IOException {
        String recipe = judge();
        Path models = folder.resolve("models");
        Path model = Path.of(recipe + ".safetensors");
        try (TargetClassifier judge = TargetClassifier.of(recipe, models, sources, said, () -> false)) {
            assertThat(judge.accuracy()).isBetween(0.0, 1.0);
        }
        assertThat(said.lines).anyMatch(line -> line.contains("training the classifier"));
        assertThat(model).isNotEmptyFile();
        FileTime written = Files.getLastModifiedTime(model);
        said.lines.clear();

        try (TargetClassifier judge = TargetClassifier.of(recipe, models, sources, said, () -> false)) {
            assertThat(judge.classifier().classes()).isEqualTo(10);
        }
        assertThat(said.lines).noneMatch(line -> line.contains("training the classifier"));
        assertThat(Files.getLastModifiedTime(model)).isEqualTo(written);
    }

    private ThrowableAssertAlternative<DtnException> refused(Recipe recipe) {
        return assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> go(start(recipe), () -> false))
                .matches(e -> e.getMessage().lines().count() == 1);
    }

    private static Map<String, List<Float>> encoder(Path run) {
        Map<String, List<Float>> values = tensors(run);
        values.keySet().removeIf(name -> !name.startsWith("encoder."));
        assertThat(values).isNotEmpty();
        return values;
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

    private Path start(Recipe recipe) {
        try (RunFolder run = RunFolder.create(runs, recipe)) {
            return run.path();
        }
    }

    private TransferAccuracy go(Path run, BooleanSupplier stop) {
        said.trainSteps = 0;
        said.warmStartSteps = 0;
        said.pretrainSteps = 0;
        said.embedded = false;
        try (RunFolder opened = RunFolder.open(run);
                TrainRun training = new TrainRun(opened, sources, folder.resolve("models"), said, stop)) {
            return training.run();
        }
    }

    private Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "data.source=" + folder.resolve("s.images"),
                "data.sourceValidation=" + folder.resolve("validation.images"),
                "data.sourceTest=" + folder.resolve("test.images"),
                "data.target=" + folder.resolve("t.images")));
        all.addAll(List.of(overrides));
        return TinyRun.recipe(all.toArray(new String[0]));
    }

    /** The recipe file of a classifier of T. */
    private String judge() {
        Recipe recipe = TinyRun.recipe(
                "data.sourceChannels=1",
                "data.source=" + folder.resolve("t.images"),
                "data.sourceTest=" + folder.resolve("t.images"));
        try {
            return Files.writeString(folder.resolve("judge.yaml"), Recipes.write(recipe))
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Keeps what a run says. */
    private static final class Said implements Watcher {
        final List<String> lines = new ArrayList<>();
        int trainSteps;
        int warmStartSteps;
        int pretrainSteps;
        boolean embedded;
        final Map<String, Long> totals = new LinkedHashMap<>();

        @Override
        public void say(String line) {
            lines.add(line);
        }

        @Override
        public void status(String stage, long done, long total, String figures) {
            trainSteps += stage.equals("train") ? 1 : 0;
            warmStartSteps += stage.equals("warm start") ? 1 : 0;
            pretrainSteps += stage.equals("encoder") ? 1 : 0;
            totals.put(stage, total);
            embedded |= stage.equals("f(S)");
        }
    }
}

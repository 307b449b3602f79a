package io.github.dtn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.data.StreetDigits;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.run.StoppedException;
import io.github.dtn4j.run.TrainRun;
import io.github.dtn4j.run.Watcher;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with tiny networks and few images: every verb does what its help says. */
class VerbsTest {
    private static final List<String> TINY = List.of(
            "encoder.widths=[4, 4, 4]",
            "encoder.convolutions=[1, 1, 1]",
            "encoder.embedding=8",
            "generator.widths=[8, 4, 4]",
            "discriminator.widths=[4, 4]",
            "pretrain.epochs=1",
            "pretrain.batch=32",
            "train.warmStartSteps=1",
            "train.steps=2",
            "train.batch=8");

    @TempDir
    static Path folder;

    private static Path judge;
    private static Path recipe;
    private static Path run;
    private static Path model;

    @BeforeAll
    static void trainATinyModel() throws IOException {
        System.setProperty("dtn.home", folder.toString());
        System.setProperty("dtn.cache", folder.resolve("cache").toString());
        judge = folder.resolve("judge.safetensors");
        assertDone(Outcome.of(withSettings(
                TINY,
                "pretrain",
                "mnist-classifier",
                "--out",
                judge,
                "--set=data.source=mnist:test[0:64]",
                "--set=data.sourceTest=mnist:test[64:128]")));
        recipe = Files.writeString(folder.resolve("tiny.yaml"), """
                name: tiny
                data:
                  source: street-digits:64:1
                  sourceValidation: street-digits:16:2
                  sourceTest: street-digits:16:3
                  target: mnist:test[0:64]
                  judge: %s
                """.formatted(judge));
        Outcome trained = Outcome.of(withSettings(TINY, "train", recipe, "--runs", folder.resolve("runs")));
        assertDone(trained);
        assertThat(trained.out()).contains("transfer accuracy", "on 16 images");
        run = folder.resolve("runs").resolve("00001-tiny");
        model = run.resolve("model.safetensors");
    }

    @AfterAll
    static void forgetFolders() {
        System.clearProperty("dtn.home");
        System.clearProperty("dtn.cache");
    }

    @Test
    void prepareCartoonsWritesImagesAndAttributes() throws IOException {
        Path set = folder.resolve("cartoons.images");
        Outcome outcome = Outcome.of("prepare", "cartoons", "--count", 3, "--size", 20, "--seed", 4, "--out", set);

        assertDone(outcome);
        assertThat(outcome.out()).contains("3 images of 20 x 20 x 3", "cartoons.csv");
        assertThat(Files.readAllLines(folder.resolve("cartoons.csv"))).hasSize(4);
        try (ImageSet images = ImageSet.open(set)) {
            assertThat(images.count()).isEqualTo(3);
        }
    }

    @Test
    void prepareThenInspect() throws IOException {
        Path photos = folder.resolve("photos");
        Images.writePng(digit(0), photos.resolve("cat/1.png"));
        Images.writePng(digit(1), photos.resolve("dog/1.png"));
        Files.writeString(photos.resolve("dog/2.png"), "no image");
        Path set = folder.resolve("photos.images");

        Outcome prepared = Outcome.of("prepare", photos, "--out", set, "--size", 16, "--channels", 1);
        assertDone(prepared);
        assertThat(prepared.out()).contains("2 images of 16 x 16 x 1", "left out: 1", "sha256: ", "images/s");

        Outcome inspected = Outcome.of("inspect", "--verify", set);
        assertDone(inspected);
        assertThat(inspected.out()).contains("16 x 16 x 1", "0: 1  1: 1", "verified");
    }

    @Test
    void strictStopsAtABadImage() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("bad"));
        Files.writeString(photos.resolve("1.png"), "no image");

        Outcome outcome = Outcome.of("prepare", photos, "--strict", "--out", folder.resolve("bad.images"));

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("1.png").hasLineCount(1);
    }

    @Test
    void trainLeavesARunFolder() {
        assertThat(run)
                .isDirectoryContaining("glob:**/recipe.yaml")
                .isDirectoryContaining("glob:**/metrics.jsonl")
                .isDirectoryContaining("glob:**/report.html");
        Outcome inspected = Outcome.of("inspect", "--verify", model);
        assertDone(inspected);
        assertThat(inspected.out()).contains("a translator", "recipe         tiny, seed 1", "head.bias", "verified");
    }

    @Test
    void watchServesThePageOfARunUntilItIsStopped() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        FutureTask<Outcome> watch = new FutureTask<>(() -> Outcome.of("watch", run, "--port", port));
        Thread thread = new Thread(watch, "watch");
        thread.start();
        String state = "";
        for (int i = 0; i < 200 && state.isEmpty() && !watch.isDone(); i++) {
            try (InputStream in = new URL("http://127.0.0.1:%d/state".formatted(port)).openStream()) {
                state = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (ConnectException e) {
                Thread.sleep(50);
            }
        }
        thread.interrupt();

        assertThat(watch.get(20, TimeUnit.SECONDS).out()).contains("watching " + run, "http://127.0.0.1:" + port);
        assertThat(state).contains("\"phase\":\"finished\"", "\"step\":2,\"steps\":2,");
    }

    @Test
    void resumeOfAStoppedRunGivesTheSameModel() {
        List<String> settings = List.of("encoder.file=" + run.resolve("encoder.safetensors"));
        Path runs = folder.resolve("resumed");
        assertDone(Outcome.of(withSettings(TINY, "train", recipe, "--runs", runs, "--set", settings.get(0))));
        Path straight = runs.resolve("00001-tiny");
        RunFolder stopped = RunFolder.create(
                runs, Recipes.read(straight.resolve("recipe.yaml").toString(), List.of()));
        AtomicBoolean training = new AtomicBoolean();
        Watcher watcher = new Watcher() {
            @Override
            public void say(String line) {}

            @Override
            public void status(String stage, long done, long total, String figures) {
                training.set(stage.equals("train"));
            }
        };
        try (stopped;
                TrainRun work = new TrainRun(stopped, Sources.fromEnvironment(), folder, watcher, training::get)) {
            assertThatExceptionOfType(StoppedException.class)
                    .isThrownBy(work::run)
                    .withMessageContaining("step 1 of 2");
        }

        Outcome resumed = Outcome.of("train", "--resume", stopped.path());

        assertDone(resumed);
        assertThat(resumed.out()).contains("going on from step 1");
        assertThat(stopped.model()).hasSameBinaryContentAs(straight.resolve("model.safetensors"));
    }

    @Test
    void transferOneImage() {
        Path in = folder.resolve("one.png");
        Path out = folder.resolve("one-result.png");
        Images.writePng(digit(5), in);

        assertDone(Outcome.of("transfer", "--model", model, in, out));

        assertThat(Images.decode(out).height()).isEqualTo(32);
    }

    @Test
    void transferAFolderKeepsNamesAndListsBadImages() throws IOException {
        Path in = folder.resolve("crops");
        Path out = folder.resolve("crops-results");
        Images.writePng(digit(1), in.resolve("a.png"));
        Images.writePng(digit(2), in.resolve("street/b.png"));
        Files.writeString(in.resolve("c.jpg"), "no image");

        Outcome outcome = Outcome.of("transfer", "--model", model, in, out);

        assertDone(outcome);
        assertThat(outcome.out()).contains("2 images drawn by model, ", "left out: 1");
        assertThat(out.resolve("a.png")).isRegularFile();
        assertThat(out.resolve("street/b.png")).isRegularFile();
        assertThat(out.resolve("rejected.csv")).content().contains("c.jpg").hasLineCount(2);
        assertThat(Outcome.of("transfer", "--model", model, in, in.resolve("results"))
                        .code())
                .isEqualTo(2);
    }

    @Test
    void transferASetKeepsItsLabels() {
        Path out = folder.resolve("drawn.images");

        assertDone(Outcome.of("transfer", "--model", model, "street-digits:64:1[10:20]", out));

        StreetDigits digits = new StreetDigits(1);
        try (ImageSet set = ImageSet.open(out)) {
            assertThat(set.count()).isEqualTo(10);
            assertThat(set.channels()).isEqualTo(1);
            assertThat(set.label(3)).isEqualTo(digits.sample(13).label());
        }
    }

    @Test
    void transferASetToNumberedFiles() {
        Path out = folder.resolve("numbered");

        assertDone(Outcome.of("transfer", "--model", model, "street-digits:64:1[0:3]", out));

        assertThat(out).isDirectoryContaining("glob:**/000000.png").isDirectoryContaining("glob:**/000002.png");
    }

    @Test
    void gridShowsSourceAndResultSideBySide() {
        Path out = folder.resolve("grid.png");

        assertDone(Outcome.of("transfer", "--grid", "--model", model, "street-digits:64:1[0:10]", out));

        Pixels grid = Images.decode(out);
        assertThat(grid.width()).isGreaterThan(16 * 64).isLessThan(17 * 66); // eight pairs of twice 32 pixels
        assertThat(grid.height()).isGreaterThan(2 * 64).isLessThan(3 * 66);
    }

    @Test
    void accuracyAsJsonHasTheAgreedFields() throws IOException {
        Outcome outcome = Outcome.of(
                "evaluate", "accuracy", "--model", model, "--images", "street-digits:16:3", "--judge", judge, "--json");

        assertThat(outcome.code()).isZero();
        JsonNode figures = new ObjectMapper().readTree(outcome.out());
        assertThat(figures.fieldNames())
                .toIterable()
                .containsExactly(
                        "kind",
                        "accuracy",
                        "encoder_accuracy",
                        "classifier_mnist_accuracy",
                        "per_class",
                        "count",
                        "confusion");
        assertThat(figures.get("count").asInt()).isEqualTo(16);
        assertThat(figures.get("accuracy").asDouble()).isBetween(0.0, 1.0);
        assertThat(figures.get("per_class")).hasSize(10);
    }

    @Test
    void accuracyInWords() {
        Outcome outcome = Outcome.of(
                "evaluate", "accuracy", "--model", model, "--images", "street-digits:16:3", "--judge", judge);

        assertDone(outcome);
        assertThat(outcome.out()).contains("transfer accuracy", "on 16 images", "by label:");
    }

    @Test
    void experimentLeavesItsTable() throws IOException {
        Path out = folder.resolve("experiments");
        Outcome outcome = Outcome.of(withSettings(
                TINY, "experiment", "strategies", "--recipe", recipe, "--seeds", "2", "--budget", "10m", "--out", out));

        assertDone(outcome);
        assertThat(outcome.out()).contains("run 7 of 7", "| the recipe as it is", "report: ");
        assertThat(Files.readString(out.resolve("strategies/table.md"))).contains("Seeds 2");
    }

    @Test
    void learnTurnsTwoFoldersIntoAModel() throws IOException {
        Path source = writeDigits("learn-source", 40);
        Path target = writeDigits("learn-target", 40);
        Path out = folder.resolve("learned");
        Outcome outcome = Outcome.of("learn", source, target, "--budget", "5s", "--out", out);

        assertDone(outcome);
        assertThat(outcome.out()).contains("plan: ", "median rank", "dtn experiment ablation --recipe");
        assertThat(out.resolve("model.safetensors")).isNotEmptyFile();
        assertThat(out.resolve("transfers.png")).isNotEmptyFile();
    }

    private static Path writeDigits(String name, int count) throws IOException {
        Path images = Files.createDirectories(folder.resolve(name));
        try (ImageSet digits = Sources.fromEnvironment()
                .open("street-digits:%d:%d".formatted(count, name.hashCode()), new Fit(32, 3), Progress.NONE)) {
            for (int i = 0; i < count; i++) {
                Images.writePng(digits.pixels(i), images.resolve(i + ".png"));
            }
        }
        return images;
    }

    @Test
    void adaptationAsJsonAndThenInWords() throws IOException {
        Object[] command = withSettings(
                TINY,
                "evaluate",
                "adaptation",
                "--model",
                model,
                "--source",
                "street-digits:64:1",
                "--target",
                "mnist:test[0:64]",
                "--target-test",
                "mnist:test[64:96]",
                "--work",
                folder.resolve("adaptation"));
        Outcome json = Outcome.of(
                Stream.concat(Arrays.stream(command), Stream.of("--json")).toArray());

        assertThat(json.code()).isZero();
        JsonNode figures = new ObjectMapper().readTree(json.out());
        assertThat(figures.get("count").asInt()).isEqualTo(32);
        Outcome words = Outcome.of(command);
        assertDone(words);
        assertThat(words.out()).contains("of 32 test images of the target", "transferred source images");
    }

    @Test
    void exportForOtherPrograms() {
        Path onnx = folder.resolve("digits.onnx");
        Path torchScript = folder.resolve("digits.pt");

        Outcome whole = Outcome.of("export", "--model", model, "--onnx", onnx, "--torchscript", torchScript);
        assertDone(whole);
        assertThat(onnx).isNotEmptyFile();
        assertThat(torchScript).isNotEmptyFile();
        assertThat(whole.out())
                .contains("operator set 13", "in   image: N x 3 x 32 x 32, RGB", "out  drawing: N x 1 x 32 x 32, grey")
                .contains("differs from this program by");

        Outcome generator = Outcome.of("export", "--model", model, "--from", "code", "--onnx", onnx);
        assertDone(generator);
        assertThat(generator.out()).contains("in   code: N x 8");
    }

    @Test
    void accuracyNeedsLabels() {
        Path in = folder.resolve("unlabelled");
        Images.writePng(digit(5), in.resolve("1.png"));

        Outcome outcome = Outcome.of("evaluate", "accuracy", "--model", model, "--images", in, "--judge", judge);

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("no labels").hasLineCount(1);
    }

    private static Pixels digit(int index) {
        return new StreetDigits(1).sample(index).image();
    }

    private static Object[] withSettings(List<String> settings, Object... args) {
        return Stream.concat(Arrays.stream(args), settings.stream().map(setting -> "--set=" + setting))
                .toArray();
    }

    private static void assertDone(Outcome outcome) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }
}

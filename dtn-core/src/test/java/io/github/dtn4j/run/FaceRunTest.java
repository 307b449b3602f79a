package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DrawnFace;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.CartoonFaces;
import io.github.dtn4j.data.CodeSetWriter;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.data.Population;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.image.ImageGrid;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Safetensors;
import io.github.dtn4j.torch.TensorEntry;
import io.github.dtn4j.transfer.TransferJob;
import io.github.dtn4j.transfer.Translator;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of faces from beginning to end, with small networks and few steps; cartoons stand for photos. */
class FaceRunTest {
    private static final int PEOPLE = 24;

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final Watcher watcher = new Watcher() {
        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void status(String stage, long done, long total, String figures) {}
    };

    @BeforeEach
    void preparePeople() throws IOException {
        Native.setThreads(1);
        Path images = folder.resolve("people.images");
        CartoonFaces people = new CartoonFaces(5, Population.NEWS);
        try (ImageSetWriter writer = ImageSetWriter.create(images, 64, 64, 3, true)) {
            for (int i = 0; i < 2 * PEOPLE; i++) {
                writer.add(people.draw(people.face(i), 64), i / 2);
            }
            writer.finish();
        }
        try (CodeSetWriter codes = CodeSetWriter.create(new FaceFiles(images).codes(), 128)) {
            SplittableRandom random = new SplittableRandom(6);
            for (int i = 0; i < 2 * PEOPLE; i++) {
                float[] code = new float[128];
                for (int j = 0; j < code.length; j++) {
                    code[j] = (float) random.nextDouble();
                }
                codes.add(code);
            }
            codes.finish();
        }
        Files.write(
                new FaceFiles(images).people(),
                IntStream.range(0, PEOPLE).mapToObj(i -> "Person_" + i).toList());
    }

    private Recipe recipe(String name, String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "data.testPeople=0.3",
                "data.validationPeople=0.3",
                "generator.widths=[16, 8, 8, 8]",
                "discriminator.widths=[8, 8, 8, 8]",
                "train.warmStartSteps=3",
                "train.steps=2",
                "train.batch=4",
                "train.constImages=2",
                "train.sampleEvery=2",
                "train.evaluateEvery=2"));
        all.addAll(List.of(overrides));
        return Recipes.read(name, all);
    }

    private Path run(Recipe recipe) {
        Sources sources = new Sources(Map.<String, String>of()::get, folder.resolve("cache"));
        try (RunFolder run = RunFolder.create(folder.resolve("runs"), recipe);
                TrainRun training = new TrainRun(run, sources, folder.resolve("models"), watcher, () -> false)) {
            training.run();
            return run.path();
        }
    }

    @Test
    void photosBecomeDrawingsAtAnySize() throws IOException {
        Path run = run(recipe(
                "faces-emoji",
                "data.source=" + folder.resolve("people.images"),
                "data.target=cartoons:30:1:news",
                "upscaler.images=cartoons:4:3",
                "upscaler.width=4",
                "upscaler.blocks=1",
                "upscaler.steps=2",
                "upscaler.batch=2"));

        assertThat(run.resolve("evaluation.json")).content().contains("median_rank", "rank5");
        assertThat(run.resolve("report.html")).content().contains("Unseen people", "median rank");
        assertThat(Images.decode(run.resolve("nearest-photos.png")).width()).isGreaterThan(8 * 128);
        assertThat(said).anyMatch(line -> line.startsWith("test: median rank"));
        try (Translator translator = Translator.load(run.resolve("model.safetensors"))) {
            Pixels photo = DrawnFace.of(220, new Color(224, 172, 140));
            assertThat(translator.translate(photo).width()).isEqualTo(64);
            assertThat(translator.translate(photo, 256).width()).isEqualTo(256);
            assertThat(translator.translate(photo, 200).height()).isEqualTo(200);
            Pixels nobody = new Pixels(new byte[220 * 220 * 3], 220, 220, 3);
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> translator.translate(nobody))
                    .withMessageContaining("no face found");
            Path group = folder.resolve("group.png");
            Images.writePng(ImageGrid.of(List.of(List.of(photo, nobody, photo)), 1), group);
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> translator.translate(Images.decode(group)))
                    .withMessageContaining("2 faces found");
            assertThat(TransferJob.all(translator, group.toString(), folder.resolve("drawn.png"), 64)
                            .count())
                    .isEqualTo(2);
            assertThat(folder.resolve("drawn-2.png")).exists();
        }
        assertThat(Safetensors.readEntries(run.resolve("model.safetensors")))
                .extracting(TensorEntry::type)
                .contains("F16")
                .doesNotContain("F32");
    }

    @Test
    void drawingsBecomePhotos() {
        Path run = run(recipe(
                "emoji-faces",
                "data.source=cartoons:30:1:news",
                "data.sourceValidation=cartoons:10:2:news",
                "data.target=" + folder.resolve("people.images")));

        assertThat(said).anyMatch(line -> line.contains("step 2, median rank"));
        try (Translator translator = Translator.load(run.resolve("model.safetensors"))) {
            CartoonFaces cartoons = new CartoonFaces(9);
            assertThat(translator.translate(cartoons.draw(cartoons.face(0), 96)).width())
                    .isEqualTo(64);
        }
    }

    @Test
    void codesOfAnotherSetAreRefused() throws IOException {
        Path images = folder.resolve("people.images");
        try (CodeSetWriter codes = CodeSetWriter.create(new FaceFiles(images).codes(), 128)) {
            codes.add(new float[128]);
            codes.finish();
        }
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> run(recipe("faces-emoji", "data.source=" + images, "data.target=cartoons:30:1:news")))
                .withMessageContaining("people.codes has 1 codes of 128 numbers, but there are 48 images");
    }

    @Test
    void identityAloneIsAChoice() {
        run(recipe(
                "faces-emoji",
                "encoder.visible=false",
                "upscaler.images=",
                "data.source=" + folder.resolve("people.images"),
                "data.target=cartoons:30:1:news"));

        assertThat(said).anyMatch(line -> line.contains("median rank"));
    }
}

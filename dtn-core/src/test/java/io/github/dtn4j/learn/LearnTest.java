package io.github.dtn4j.learn;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.CartoonFaces;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.StoppedException;
import io.github.dtn4j.run.Watcher;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that nobody prepared: squares and discs, filled with a colour in one, outlined in grey in the other. */
class LearnTest {
    private static final int SIDE = 24;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private final AtomicReference<String> stage = new AtomicReference<>("");
    private Sources sources;

    private final Watcher watcher = new Watcher() {
        @Override
        public void say(String line) {
            lines.add(line);
        }

        @Override
        public void status(String name, long done, long total, String figures) {
            stage.set(name);
        }
    };

    @BeforeEach
    void prepare() {
        Native.setThreads(1);
        sources = new Sources(name -> null, folder.resolve("cache"));
    }

    @Test
    void foldersWithoutLabelsBecomeATranslatorThatGoesOnAfterAStop() throws IOException {
        Path source = shapes("filled", 30, true, false);
        Path target = shapes("outlined", 26, false, false);
        Files.writeString(source.resolve("broken.png"), "no image");
        Path out = folder.resolve("out");
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> learn(source, target, out, () -> stage.get().equals("train")));
        String recipeFile = Files.readString(out.resolve("recipe.yaml"));

        Learn.Result result = learn(source, target, out, () -> false);

        assertThat(out.resolve("recipe.yaml")).hasContent(recipeFile);
        assertThat(lines)
                .anyMatch(line -> line.endsWith(
                        "; f is the encoder of icons; no accuracy, for want of the same classes in both folders"))
                .anyMatch(line -> line.contains("1 of 31 files could not be read"))
                .anyMatch(line -> line.startsWith("plan: warm start "))
                .anyMatch(line -> line.startsWith("train: going on from step"));
        Recipe recipe = Recipes.read(out.resolve("recipe.yaml").toString(), List.of());
        assertThat(recipe.pretrain().epochs()).isZero();
        assertThat(recipe.data().sourceChannels()).isEqualTo(3);
        assertThat(recipe.data().targetChannels()).isEqualTo(1);
        assertThat(recipe.data().imageSize()).isEqualTo(32);
        assertThat(result.figures().accuracy()).isNull();
        assertThat(result.figures().kept().gallery()).as("a tenth of 30").isEqualTo(3);
        JsonNode json =
                new ObjectMapper().readTree(out.resolve("evaluation.json").toFile());
        assertThat(json.fieldNames())
                .toIterable()
                .contains("median_rank", "rank1", "identity_loss", "distribution")
                .doesNotContain("accuracy");
        assertThat(result.transfers()).isNotEmptyFile();
        assertThat(result.report()).content().contains("Unseen images", "median rank");
        try (Translator translator = Translator.load(result.model())) {
            assertThat(translator
                            .translate(Images.decode(source.resolve("000.png")))
                            .channels())
                    .isOne();
        }
    }

    @Test
    void classFoldersTrainFAndMeasureTheAccuracy() throws IOException {
        Path source = shapes("filled", 40, true, true);
        Path target = shapes("outlined", 40, false, true);
        Path out = folder.resolve("out");

        Learn.Result result = learn(source, target, out, () -> false);

        assertThat(lines)
                .anyMatch(line -> line.contains("f is the encoder of icons, trained further on 2 classes"))
                .anyMatch(line -> line.contains("the accuracy is measured"));
        Recipe recipe = Recipes.read(out.resolve("recipe.yaml").toString(), List.of());
        assertThat(recipe.hasClasses()).isTrue();
        assertThat(recipe.pretrain().classes()).isEqualTo(2);
        assertThat(result.figures().accuracy()).isNotNull();
        JsonNode json =
                new ObjectMapper().readTree(out.resolve("evaluation.json").toFile());
        assertThat(json.fieldNames()).toIterable().contains("accuracy", "median_rank", "distribution");
        assertThat(json.get("count").asInt()).isEqualTo(4);
    }

    @Test
    void partsOfADataSetAreSaidToBeNoClassesBeforeTheWorkStarts() throws IOException {
        Path source = shapes("filled", 12, true, true);
        Files.move(source.resolve("disc"), source.resolve("train"));
        Files.move(source.resolve("square"), source.resolve("test"));
        Images.writePng(shape(true, true, new SplittableRandom(1)), source.resolve("@eaDir/000.png"));
        Path target = shapes("outlined", 10, false, false);

        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> learn(source, target, folder.resolve("out"), () -> true));

        assertThat(lines.get(0))
                .contains(
                        "12 images",
                        "no classes: the folders test, train are parts of a data set",
                        "images in hidden folders and folders of tools are left out: 1");
        assertThat(lines.get(2)).startsWith("few images (10 in the smaller folder): expect");
    }

    @Test
    @Tag("slow")
    void newImagesAndALargerBudgetGoOnFromTheModelThatIsThere() throws IOException {
        Path source = shapes("filled", 20, true, false);
        Path target = shapes("outlined", 20, false, false);
        Path out = folder.resolve("out");
        Learn.Result first = learn(source, target, out, () -> false);
        Recipe before = Recipes.read(out.resolve("recipe.yaml").toString(), List.of());
        byte[] f = Files.readAllBytes(out.resolve("encoder.safetensors"));
        List<String> kept =
                LearnKept.read(out.resolve("images/source/source.images")).names();
        lines.clear();

        for (int i = 0; i < 3; i++) {
            Images.writePng(shape(true, true, new SplittableRandom(i)), source.resolve("new%d.png".formatted(i)));
        }
        Learn.Result second = learn(source, target, out, () -> false);

        Recipe after = Recipes.read(out.resolve("recipe.yaml").toString(), List.of());
        assertThat(lines)
                .contains("3 new images in %s since the last run".formatted(source))
                .contains(
                        "train: going on from step %d".formatted(before.train().steps()));
        assertThat(after.train().steps()).isGreaterThan(before.train().steps());
        assertThat(after.data().source()).endsWith("[0:19]");
        assertThat(out.resolve("encoder.safetensors")).hasBinaryContent(f);
        assertThat(LearnKept.read(out.resolve("images/source/source.images")).names())
                .as("new images are for training")
                .isEqualTo(kept);
        assertThat(second.model()).isEqualTo(first.model());
        lines.clear();

        LearnRequest longer = new LearnRequest(source, target, LearnRequest.AUTO, Duration.ofSeconds(6), out, null, 1);
        Learn.run(longer, sources, watcher, () -> false);

        assertThat(lines)
                .contains("the budget grew from 4 s to 6 s")
                .contains("train: going on from step %d".formatted(after.train().steps()));
        lines.clear();
        Learn.run(longer, sources, watcher, () -> false);
        assertThat(lines).as("nothing is new").noneMatch(line -> line.contains("more steps"));
    }

    @Test
    void imagesThatComeBeforeAnythingIsTrainedAreLearnedFromTheBeginning() throws IOException {
        Path source = shapes("filled", 20, true, false);
        Path target = shapes("outlined", 20, false, false);
        Path out = folder.resolve("out");
        LearnRequest request = new LearnRequest(source, target, LearnRequest.SELF, Duration.ofSeconds(4), out, null, 1);
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() ->
                        Learn.run(request, sources, watcher, () -> stage.get().equals("encoder")));
        assertThat(lines).anyMatch(line -> line.contains("trained further on both folders without labels"));
        Images.writePng(shape(true, false, new SplittableRandom(1)), target.resolve("new.png"));

        Learn.run(request, sources, watcher, () -> false);

        assertThat(lines).contains("1 new image in %s since the last run".formatted(target));
        assertThat(lines.stream().filter(line -> line.startsWith("plan: "))).hasSize(2);
    }

    @Test
    @Tag("slow")
    void photosOfFacesTakeTheFaceEncoder() throws IOException {
        Path source = cartoons("photos", 14, 1, 96);
        Path target = cartoons("drawings", 14, 2, 256);
        Path out = folder.resolve("out");

        Learn.Result result = learn(source, target, out, () -> false);

        Recipe recipe = Recipes.read(out.resolve("recipe.yaml").toString(), List.of());
        assertThat(lines)
                .anyMatch(line -> line.matches("faces were found in 1\\d of 14 source images: f is the face encoder"))
                .anyMatch(line -> line.contains("images are used whole, and f looks at the face in them"));
        assertThat(recipe.encoder().type()).isEqualTo(EncoderType.FACE);
        assertThat(recipe.encoder().targetWindow()).hasSize(4);
        assertThat(recipe.encoder().visible()).isTrue();
        assertThat(recipe.upscaler().images()).contains("large");
        try (Translator translator = Translator.load(result.model())) {
            assertThat(translator.findsFaces()).isTrue();
        }
        assertThat(result.figures().kept().gallery()).isEqualTo(2);

        refused(() -> learn(shapes("filled", 9, true, false), target, LearnRequest.FACES))
                .withMessageContaining("no face was found");
        refused(() -> learn(source, target, LearnRequest.LABELS)).withMessageContaining("no subfolders");
    }

    @Test
    void encoderOfTheUsersIsMeasuredByTheJudgeToo() {
        Path source = shapes("filled", 40, true, true);
        Path target = shapes("outlined", 40, false, true);
        Path module = folder.resolve("f.pt");
        try (PointerScope scope = new PointerScope()) {
            JitModule net = new JitModule(new QualifiedName("__torch__.Net"));
            net.define("def forward(self, x):\n    return x.mean(3).flatten(1)\n");
            net.save(module.toString());
        }

        LearnRequest request = new LearnRequest(
                source, target, module.toString(), Duration.ofSeconds(4), folder.resolve("out"), 32, 1);
        Learn.Result result = Learn.run(request, sources, watcher, () -> false);

        assertThat(lines)
                .anyMatch(line -> line.contains("f is " + module))
                .anyMatch(line -> line.startsWith("plan: judge "));
        assertThat(requireNonNull(result.figures().accuracy()).encoderAccuracy())
                .isNull();
    }

    @Test
    void mistakesEndInOneLine() throws IOException {
        Path source = shapes("filled", 9, true, false);
        Path few = shapes("few", 7, false, false);
        Path empty = Files.createDirectories(folder.resolve("empty"));

        refused(() -> learn(folder.resolve("nowhere"), source, null, () -> false))
                .withMessageContaining("no such folder");
        refused(() -> learn(source, source, null, () -> false)).withMessageContaining("the same folder");
        refused(() -> learn(folder, source, null, () -> false)).withMessageContaining("lie in one another");
        refused(() -> learn(source, empty, folder.resolve("a"), () -> false)).withMessageContaining("holds no images");
        refused(() -> learn(source, few, folder.resolve("b"), () -> false))
                .withMessageContaining("7 images")
                .withMessageContaining("at least 8");
        refused(() -> new LearnRequest(
                        source, few, folder.resolve("f.pt").toString(), Duration.ofHours(1), null, null, 1))
                .withMessageContaining("f.pt");
        refused(() -> new LearnRequest(source, few, LearnRequest.AUTO, Duration.ofHours(1), null, 48, 1))
                .withMessageContaining("32 or 64");
    }

    @Test
    void folderOfAnotherRunIsLeftAlone() throws IOException {
        Path source = shapes("filled", 9, true, false);
        Path target = shapes("outlined", 9, false, false);
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("recipe.yaml"), "name: another");

        refused(() -> learn(source, target, out, () -> false)).withMessageContaining("name another --out");

        Files.delete(out.resolve("recipe.yaml"));
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> learn(source, target, out, () -> true));
        refused(() -> learn(target, source, out, () -> false)).withMessageContaining("learn.json");
    }

    private Learn.Result learn(Path source, Path target, @Nullable Path out, BooleanSupplier stop) {
        LearnRequest request = new LearnRequest(source, target, LearnRequest.AUTO, Duration.ofSeconds(4), out, null, 1);
        return Learn.run(request, sources, watcher, stop);
    }

    private Learn.Result learn(Path source, Path target, String encoder) {
        LearnRequest request =
                new LearnRequest(source, target, encoder, Duration.ofSeconds(4), folder.resolve(encoder), null, 1);
        return Learn.run(request, sources, watcher, () -> false);
    }

    /** The project's own cartoon faces, which the detector finds as it finds photos. */
    private Path cartoons(String name, int count, long seed, int side) {
        Path folder = this.folder.resolve(name);
        CartoonFaces faces = new CartoonFaces(seed);
        for (int i = 0; i < count; i++) {
            Images.writePng(faces.draw(faces.face(i), side), folder.resolve("%03d.png".formatted(i)));
        }
        return folder;
    }

    private static ThrowableAssertAlternative<DtnException> refused(ThrowingCallable work) {
        return assertThatExceptionOfType(DtnException.class)
                .isThrownBy(work)
                .matches(e -> e.getMessage().lines().count() == 1);
    }

    private Path shapes(String name, int count, boolean filled, boolean classes) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        Path folder = this.folder.resolve(name);
        for (int i = 0; i < count; i++) {
            boolean disc = i % 2 == 0;
            String file = "%03d.png".formatted(i);
            Images.writePng(
                    shape(disc, filled, random), folder.resolve(classes ? (disc ? "disc/" : "square/") + file : file));
        }
        return folder;
    }

    private static Pixels shape(boolean disc, boolean filled, SplittableRandom random) {
        double radius = 5 + 4 * random.nextDouble();
        double x = 12 + 4 * (random.nextDouble() - 0.5);
        double y = 12 + 4 * (random.nextDouble() - 0.5);
        byte[] colour = {(byte) random.nextInt(256), (byte) random.nextInt(256), (byte) random.nextInt(256)};
        int channels = filled ? 3 : 1;
        byte[] data = new byte[SIDE * SIDE * channels];
        for (int i = 0; i < SIDE * SIDE; i++) {
            double dx = Math.abs(i % SIDE - x);
            double dy = Math.abs(i / SIDE - y);
            double distance = (disc ? Math.hypot(dx, dy) : Math.max(dx, dy)) - radius;
            boolean inside = filled ? distance < 0 : Math.abs(distance) < 1;
            for (int c = 0; c < channels; c++) {
                data[i * channels + c] = filled ? (inside ? colour[c] : (byte) 230) : (byte) (inside ? 20 : 250);
            }
        }
        return new Pixels(data, SIDE, SIDE, channels);
    }
}

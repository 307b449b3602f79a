package io.github.dtn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.transfer.Translator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each example as its user would, with the models that come with the project. */
class ExamplesTest {
    private static final String DIGITS = "../models/svhn-mnist.safetensors";
    private static final String FACES = "../models/faces-emoji.safetensors";
    private static final String JUDGE = "../models/mnist-classifier.safetensors";

    @TempDir
    Path folder;

    private final PrintStream console = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void catchOutput() {
        System.setProperty("dtn.cache", folder.resolve("cache").toString());
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreOutput() {
        System.setOut(console);
        System.clearProperty("dtn.cache");
    }

    @Test
    void photoToEmoji() throws IOException {
        Path photo = folder.resolve("photo.png");
        try (InputStream face = getClass().getResourceAsStream("drawn-face.png")) {
            Files.copy(Objects.requireNonNull(face), photo);
        }
        Path emoji = folder.resolve("emoji.png");
        PhotoToEmoji.main(new String[] {FACES, photo.toString(), emoji.toString()});

        assertShape(Images.decode(emoji), 256, 256);
        assertThat(printed()).contains("wrote " + emoji);
    }

    @Test
    void translateBufferedImage() throws IOException {
        Path number = writeHouseNumbers(1).resolve("0.png");
        Path pair = folder.resolve("pair.png");
        TranslateBufferedImage.main(new String[] {DIGITS, number.toString(), pair.toString()});

        assertShape(Images.decode(pair), 128, 256);
    }

    @Test
    void folderOfDigits() throws IOException {
        Path numbers = writeHouseNumbers(5);
        Files.writeString(numbers.resolve("broken.png"), "this is no image");
        Path digits = folder.resolve("digits");
        FolderOfDigits.main(new String[] {DIGITS, numbers.toString(), digits.toString()});

        assertShape(Images.decode(digits.resolve("4.png")), 32, 32);
        assertThat(digits.resolve("rejected.csv")).content().contains("broken.png");
        assertThat(printed()).contains("wrote 5 images").contains("1 left out");
    }

    @Test
    void shareAmongThreads() throws Exception {
        Path numbers = writeHouseNumbers(6);
        Path digits = folder.resolve("digits");
        ShareAmongThreads.main(new String[] {DIGITS, numbers.toString(), digits.toString()});

        assertThat(digits).isDirectoryNotContaining("glob:**.tmp");
        assertThat(printed().lines()).hasSize(6).allMatch(line -> line.startsWith("wrote "));
        try (Translator translator = Translator.load(Path.of(DIGITS))) {
            Pixels alone = translator.translate(Images.decode(numbers.resolve("3.png")));
            assertThat(Images.decode(digits.resolve("3.png")).data())
                    .isEqualTo(Images.toRgb(alone).data());
        }
    }

    @Test
    void trainOnYourFolders() {
        TrainOnYourFolders.main(new String[] {
            writeShapes("filled", true, 24).toString(),
            writeShapes("outlined", false, 24).toString(),
            folder.resolve("runs").toString(),
            "data.imageSize=16",
            "encoder.widths=[4, 6]",
            "encoder.convolutions=[1, 1]",
            "encoder.embedding=10",
            "pretrain.classes=2",
            "pretrain.epochs=2",
            "pretrain.batch=8",
            "generator.widths=[8, 4]",
            "discriminator.widths=[4, 8]",
            "train.warmStartSteps=4",
            "train.steps=6",
            "train.batch=8"
        });

        Path run = folder.resolve("runs/00001-my-folders");
        assertThat(run.resolve("report.html")).isNotEmptyFile();
        assertThat(printed()).contains("wrote " + run.resolve("model.safetensors"));
        try (Translator translator = Translator.load(run.resolve("model.safetensors"))) {
            assertShape(translator.translate(new Pixels(new byte[40 * 30 * 3], 40, 30, 3)), 16, 16);
        }
    }

    @Test
    void ownEncoder() {
        Native.load();
        Path module = folder.resolve("f.pt");
        try (PointerScope scope = new PointerScope()) {
            JitModule net = new JitModule(new QualifiedName("__torch__.Net"));
            net.define("def forward(self, x):\n    return x.mean(3).flatten(1)\n");
            net.save(module.toString());
        }
        Path run = folder.resolve("mine");
        OwnEncoder.main(new String[] {
            module.toString(),
            writeShapes("filled", true, 24).toString(),
            writeShapes("outlined", false, 24).toString(),
            run.toString(),
            "3"
        });

        assertThat(run.resolve("report.html")).isNotEmptyFile();
        assertThat(printed()).contains("wrote ").contains("model.safetensors");
    }

    @Test
    void measureAccuracy() throws IOException {
        MeasureAccuracy.main(new String[] {DIGITS, JUDGE, "street-digits:100:7"});

        String[] lines = printed().split("\\R", 2);
        assertThat(lines[0]).startsWith("transfer accuracy ").contains("on 100 images");
        JsonNode figures = new ObjectMapper().readTree(lines[1]);
        assertThat(figures.findValue("accuracy").asDouble()).isBetween(0.8, 1.0);
    }

    @Test
    void inspectAModel() {
        InspectAModel.main(new String[] {DIGITS});

        assertThat(printed()).contains("svhn-mnist", "generator.", "the content matches its checksum");
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static void assertShape(Pixels image, int height, int width) {
        assertThat(image.height()).isEqualTo(height);
        assertThat(image.width()).isEqualTo(width);
    }

    private Path writeHouseNumbers(int count) {
        Path numbers = folder.resolve("numbers");
        try (ImageSet set =
                Sources.fromEnvironment().open("street-digits:%d:7".formatted(count), new Fit(32, 3), Progress.NONE)) {
            for (int i = 0; i < count; i++) {
                Images.writePng(set.pixels(i), numbers.resolve(i + ".png"));
            }
        }
        return numbers;
    }

    /** Bright bars on noise, upright or lying: two classes, in a subfolder each where they are wanted. */
    private Path writeShapes(String name, boolean classes, int count) {
        Path shapes = folder.resolve(name);
        Random random = new Random(name.hashCode());
        for (int i = 0; i < count; i++) {
            boolean upright = i % 2 == 0;
            int middle = 4 + random.nextInt(8);
            byte[] data = new byte[16 * 16 * 3];
            random.nextBytes(data);
            for (int p = 0; p < 16 * 16; p++) {
                if (Math.abs((upright ? p % 16 : p / 16) - middle) < 2) {
                    data[3 * p] = (byte) 255;
                    data[3 * p + 1] = (byte) 240;
                }
            }
            String file = i + ".png";
            String place = !classes ? file : upright ? "upright/" + file : "lying/" + file;
            Images.writePng(new Pixels(data, 16, 16, 3), shapes.resolve(place));
        }
        return shapes;
    }
}

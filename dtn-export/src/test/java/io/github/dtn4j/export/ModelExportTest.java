package io.github.dtn4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.model.DigitEncoder;
import io.github.dtn4j.model.FaceLandmarks;
import io.github.dtn4j.model.Graph.Function;
import io.github.dtn4j.model.Graph.Operation;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.transfer.Computation;
import io.github.dtn4j.transfer.Computation.Port;
import io.github.dtn4j.transfer.Computation.Start;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported computes what the library computes: ONNX in ONNX Runtime, TorchScript in libtorch. */
class ModelExportTest {
    private static final Path MODELS = Path.of("..", "models");
    private static final float CLOSE = 1e-4f;

    /**
     * Of the 256 in [-1, 1]: behind the face encoder come divisions by the small spread of each number in f(x), so that our own
     * results for a batch of 64 and for single images, which are rounded differently, lie 8e-5 apart, enlarged 6e-4.
     */
    private static final float QUARTER_OF_A_LEVEL = 2f / 255 / 4;

    private static final int IMAGES = 64;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generator.kernel=4",
                "generator.kernel=3",
                "generator.pointwise=true",
                "generator.activation=leaky_relu",
                "generator.input=images",
                "encoder.activation=relu",
                "encoder.stride=2",
                "encoder.imageSize=8",
                "encoder.normalised=false",
                "data.sourceChannels=1",
                "data.targetChannels=3",
                "data.imageSize=24"
            })
    void everyKindOfDigitModelIsTheSameElsewhere(String setting) throws OrtException {
        Recipe recipe = TinyModel.recipe(setting);
        try (ModelExport export = new ModelExport(TinyModel.digits(recipe), Start.IMAGE, Map.of())) {
            int side = recipe.data().imageSize();
            assertSame(export, noise(7, recipe.data().sourceChannels(), side, side));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "encoder.visible=true",
                "encoder.visible=false",
                "encoder.sourceView=drawing",
            })
    void everyKindOfFaceModelIsTheSameElsewhere(String setting) throws OrtException {
        Recipe recipe = TinyModel.recipe(
                "encoder.type=face",
                "train.balancedClasses=false",
                "data.targetChannels=3",
                "data.imageSize=64",
                setting);
        try (ModelExport export = new ModelExport(TinyModel.faces(recipe), Start.IMAGE, Map.of())) {
            int side = recipe.encoder().sourceView().name().equals("PHOTO") ? 150 : 64;
            assertSame(export, noise(3, 3, side, side));
        }
    }

    @Test
    void theGeneratorAloneDrawsFromCodes() throws OrtException {
        try (ModelExport export = new ModelExport(TinyModel.digits(TinyModel.recipe()), Start.CODE, Map.of())) {
            assertThat(export.computation().input().name()).isEqualTo("code");
            assertSame(export, noise(7, 10));
        }
    }

    @Test
    void aGeneratorThatDrawsFromImagesCannotBeginWithCodes() {
        Translator translator = TinyModel.digits(TinyModel.recipe("generator.input=images"));
        assertThatThrownBy(() -> translator.computation(Start.CODE))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("draws from images");
        translator.close();
    }

    @Test
    void shippedDigitModelDrawsTheSameStreetDigitsElsewhere() throws OrtException {
        try (ModelExport export = ModelExport.open(MODELS.resolve("svhn-mnist.safetensors"), Start.IMAGE)) {
            assertSame(export, streetDigits());
        }
    }

    @ParameterizedTest
    @EnumSource(Start.class)
    void shippedFaceModelDrawsTheSameElsewhere(Start start) throws OrtException {
        try (ModelExport export = ModelExport.open(MODELS.resolve("faces-emoji.safetensors"), start)) {
            List<Long> shape = export.computation().input().shape();
            assertThat(shape).isEqualTo(start == Start.CODE ? List.of(140L) : List.of(3L, 150L, 150L));
            assertThat(export.computation().outputs())
                    .extracting(Computation.Port::name)
                    .containsExactly("drawing", "drawing_large");
            if (start == Start.CODE) {
                assertSame(export, noise(IMAGES, 140));
            } else {
                assertSame(export, blotches(), QUARTER_OF_A_LEVEL);
            }
        }
    }

    @Test
    void onnxFileSaysWhatItIsAndTakesBatchesOfAnySize() throws OrtException {
        Path file = folder.resolve("digits.onnx");
        try (ModelExport export = ModelExport.open(MODELS.resolve("svhn-mnist.safetensors"), Start.IMAGE)) {
            export.onnx(file);
        }
        try (OnnxSession onnx = new OnnxSession(file)) {
            assertThat(onnx.session().getMetadata().getProducerName()).isEqualTo("dtn4j");
            assertThat(onnx.session().getMetadata().getCustomMetadata())
                    .containsEntry("recipe", "svhn-mnist")
                    .containsEntry("source_file", "svhn-mnist.safetensors")
                    .containsEntry("values_of_image", "RGB in [-1, 1]")
                    .containsEntry("values_of_drawing", "grey in [-1, 1]")
                    .containsKeys("settings", "source_crc32c", "program");
            TensorInfo image =
                    (TensorInfo) onnx.session().getInputInfo().get("image").getInfo();
            assertThat(image.getShape()).containsExactly(-1, 3, 32, 32);
            assertThat(image.getDimensionNames()).startsWith("N");
            TensorInfo drawing =
                    (TensorInfo) onnx.session().getOutputInfo().get("drawing").getInfo();
            assertThat(drawing.getShape()).containsExactly(-1, 1, 32, 32);
        }
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "").resolve("digits.onnx");
        try (ModelExport export = new ModelExport(TinyModel.digits(TinyModel.recipe()), Start.IMAGE, Map.of())) {
            assertThatThrownBy(() -> export.onnx(file)).isInstanceOf(DtnException.class);
            assertThatThrownBy(() -> export.torchScript(file)).isInstanceOf(DtnException.class);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void theLanguageOfTheMachineDoesNotMatter() throws OrtException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat("%d".formatted(1)).isEqualTo("\u0661"); // an Arabic one
            Recipe recipe =
                    TinyModel.recipe("data.targetChannels=3", "data.imageSize=64", "train.balancedClasses=false");
            try (DigitEncoder encoder = new DigitEncoder(recipe.encoder(), 64, 3);
                    FaceLandmarks landmarks = new FaceLandmarks()) {
                assertThat(encoder.weights().all()).containsKey("block2.1.conv.weight");
            }
            try (ModelExport export = new ModelExport(TinyModel.digits(TinyModel.recipe()), Start.IMAGE, Map.of())) {
                assertSame(export, noise(2, 3, 16, 16));
            }
            Recipe faces = TinyModel.recipe(
                    "encoder.type=face", "train.balancedClasses=false", "data.targetChannels=3", "data.imageSize=64");
            try (ModelExport export = new ModelExport(TinyModel.faces(faces), Start.IMAGE, Map.of())) {
                assertSame(export, noise(2, 3, 150, 150));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aModuleOfAnotherModelDoesNotPassTheCheck() {
        Path file = folder.resolve("another.pt");
        try (ModelExport export = new ModelExport(TinyModel.digits(TinyModel.recipe()), Start.CODE, Map.of());
                ModelExport another = new ModelExport(
                        TinyModel.digits(TinyModel.recipe("generator.activation=leaky_relu")), Start.CODE, Map.of())) {
            another.torchScript(file);
            assertThat(another.check(file)).isLessThan(CLOSE);
            assertThatThrownBy(() -> export.check(file))
                    .isInstanceOf(DtnException.class)
                    .hasMessageContaining("draws otherwise");
        }
    }

    @Test
    void neitherNoNumbersNorSurplusOutputsPassTheCheck() {
        Path file = folder.resolve("wrong.pt");
        try (PointerScope scope = new PointerScope();
                ModelExport export = new ModelExport(TinyModel.digits(TinyModel.recipe()), Start.CODE, Map.of())) {
            Port drawing = export.computation().outputs().get(0);
            TorchScriptGraph noNumbers = new TorchScriptGraph();
            String code = noNumbers.input(export.computation().input());
            String drawn = export.computation().describe(noNumbers, code).get(0);
            noNumbers.output(drawing, noNumbers.apply(Operation.DIVIDE, drawn, "float('nan')"));
            noNumbers.write(file, Map.of());
            assertThatThrownBy(() -> export.check(file))
                    .isInstanceOf(DtnException.class)
                    .hasMessageContaining("NaN");

            TorchScriptGraph surplus = new TorchScriptGraph();
            surplus.add(export.computation());
            surplus.output(new Port("surplus", List.of(1L), ""), surplus.apply(Function.ABSOLUTE, "drawing"));
            surplus.write(file, Map.of());
            assertThatThrownBy(() -> export.check(file))
                    .isInstanceOf(DtnException.class)
                    .hasMessageContaining("shapes");
        }
    }

    @Test
    void metadataOfATorchScriptModuleIsUtf8() throws IOException {
        Path file = folder.resolve("model.pt");
        try (ModelExport export = new ModelExport(
                TinyModel.digits(TinyModel.recipe()),
                Start.CODE,
                Map.of("source_file", "Gr\u00fc\u00dfe \u4f60.safetensors"))) {
            export.torchScript(file);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(candidate -> candidate.getName().endsWith("/extra/source_file"))
                    .findFirst()
                    .orElseThrow();
            assertThat(zip.getInputStream(entry).readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("Gr\u00fc\u00dfe \u4f60.safetensors");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"svhn-mnist", "faces-emoji"})
    void theRoomThatIsReservedForATorchScriptModuleIsEnough(String name) throws IOException {
        Path file = folder.resolve("model.pt");
        Map<String, String> metadata = Map.of("settings", "\u4f60".repeat(5000));
        try (PointerScope scope = new PointerScope();
                ModelExport export = ModelExport.open(MODELS.resolve(name + ".safetensors"), Start.IMAGE)) {
            TorchScriptGraph graph = new TorchScriptGraph();
            graph.add(export.computation());
            graph.write(file, metadata);
            assertThat(Files.size(file))
                    .isLessThan(graph.mostBytes(metadata))
                    .isGreaterThan(graph.mostBytes(metadata) / 2);
        }
    }

    @Test
    void whatLibtorchCannotWriteIsToldInOneLine() throws IOException {
        TorchScriptGraph graph = new TorchScriptGraph();
        graph.output(new Port("drawing", List.of(), ""), "no such value");
        try (PointerScope scope = new PointerScope()) {
            assertThatThrownBy(() -> graph.write(folder.resolve("broken.pt"), Map.of()))
                    .isInstanceOf(DtnException.class)
                    .hasMessageContaining("broken.pt")
                    .message()
                    .hasLineCount(1);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private record Input(float[] numbers, long... shape) {}

    /** Images in [-1, 1], or codes. */
    private static Input noise(long... shape) {
        Native.seed(3);
        try (PointerScope scope = new PointerScope()) {
            Tensor noise = shape.length == 2
                    ? torch.randn(shape)
                    : torch.rand(shape).mul(new Scalar(2f)).sub(new Scalar(1f));
            return new Input(Tensors.toArray(noise), shape);
        }
    }

    /** Smooth in most places, as photos are: each of white noise's many edges would add to the rounding. */
    private static Input blotches() {
        Native.seed(3);
        try (PointerScope scope = new PointerScope()) {
            Tensor coarse = torch.rand(IMAGES, 3, 8, 8).mul(new Scalar(2f)).sub(new Scalar(1f));
            Tensor smooth = torch.upsample_bilinear2d(coarse, new long[] {150, 150}, false);
            return new Input(Tensors.toArray(smooth), IMAGES, 3, 150, 150);
        }
    }

    private Input streetDigits() {
        try (PointerScope scope = new PointerScope();
                ImageSet images = new Sources(name -> null, folder)
                        .open("street-digits:" + IMAGES + ":7", new Fit(32, 3), Progress.NONE)) {
            ByteBuffer pixels = ByteBuffer.allocateDirect(IMAGES * images.imageBytes());
            for (int i = 0; i < IMAGES; i++) {
                images.copyTo(i, pixels);
            }
            return new Input(Tensors.toArray(Tensors.images(pixels, IMAGES, 32, 32, 3)), IMAGES, 3, 32, 32);
        }
    }

    /** Holds both files against the model, in one batch and image by image. */
    private void assertSame(ModelExport export, Input given) throws OrtException {
        assertSame(export, given, CLOSE);
    }

    private void assertSame(ModelExport export, Input given, float limit) throws OrtException {
        Path onnxFile = folder.resolve("model.onnx");
        Path torchFile = folder.resolve("model.pt");
        export.onnx(onnxFile);
        export.torchScript(torchFile);
        assertThat(export.check(torchFile)).isLessThan(limit);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard();
                OnnxSession onnx = new OnnxSession(onnxFile)) {
            Tensor input = Tensors.of(given.numbers, given.shape);
            List<Computation.Port> outputs = export.computation().outputs();
            List<Tensor> wanted = export.computation().run(Tensors.channelsLast(input));
            Map<String, float[]> found = onnx.run(input);
            assertThat(found).hasSameSizeAs(outputs);
            for (int i = 0; i < outputs.size(); i++) {
                String name = outputs.get(i).name();
                assertThat(largestDifference(found.get(name), wanted.get(i)))
                        .as(name)
                        .isLessThan(limit);
            }
            Map<String, float[]> first = onnx.run(Tensors.rows(input, 0, 1));
            assertThat(largestDifference(first.get("drawing"), Tensors.rows(wanted.get(0), 0, 1)))
                    .isLessThan(limit);
        }
    }

    private static float largestDifference(float[] found, Tensor wanted) {
        float[] numbers = Tensors.toArray(wanted);
        assertThat(found).hasSameSizeAs(numbers);
        float largest = 0;
        for (int i = 0; i < numbers.length; i++) {
            largest = Math.max(largest, Math.abs(found[i] - numbers[i]));
        }
        return largest;
    }
}

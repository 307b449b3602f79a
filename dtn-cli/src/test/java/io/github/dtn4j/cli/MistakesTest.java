package io.github.dtn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's mistake or a bad file gives one line that says what and where, and exit code 2 or 1. */
class MistakesTest {
    private static final Path CLASSIFIER = Path.of("..", "models", "mnist-classifier.safetensors");

    @TempDir
    static Path folder;

    @BeforeAll
    static void useOwnFolders() {
        System.setProperty("dtn.home", folder.toString());
        System.setProperty("dtn.cache", folder.resolve("cache").toString());
    }

    @AfterAll
    static void forgetFolders() {
        System.clearProperty("dtn.home");
        System.clearProperty("dtn.cache");
    }

    @Test
    void missingSource() {
        assertMistake(2, prepare("nowhere.mat"), "no such image source", "nowhere.mat");
    }

    @Test
    void missingRecipe() {
        assertMistake(2, Outcome.of("train", "nowhere.yaml"), "nowhere.yaml", "no such file");
    }

    @Test
    void workersThatCannotTrainTogether() {
        assertMistake(2, train("--world-size", 2), "missing: --rank (or RANK), --master");
        assertMistake(2, train("--world-size", 2, "--rank", 2, "--master", "h:1"), "rank 2 does not exist");
        assertMistake(2, train("--world-size", 2, "--rank", 0, "--master", "here"), "'here'", "HOST:PORT");
        assertMistake(2, train("--world-size", 2, "--rank", 0, "--master", "file:/x"), "file:/x", "--local-workers");
        assertMistake(2, train("--local-workers", 0), "--local-workers 0");
        assertMistake(2, train("--local-workers", 2, "--rank", 1), "no --world-size, --rank or --master");
        assertMistake(2, train("--local-workers", 3), "'train.batch' is 64", "3 workers");
        assertMistake(2, Outcome.of("train", "--local-workers", 2), "name a recipe");
    }

    private static Outcome train(Object... options) {
        List<Object> words = new ArrayList<>(List.of("train", "defaults"));
        words.addAll(List.of(options));
        return Outcome.of(words.toArray());
    }

    @Test
    void foldersToLearnFrom() throws IOException {
        Path images = Files.createDirectories(folder.resolve("learn").resolve("images"));
        Path empty = Files.createDirectories(folder.resolve("learn").resolve("empty"));

        assertMistake(2, Outcome.of("learn", folder.resolve("nowhere"), images), "no such folder", "nowhere");
        assertMistake(2, Outcome.of("learn", images, images), "the same folder");
        assertMistake(1, Outcome.of("learn", images, empty, "--out", folder.resolve("out")), "holds no images");
        assertMistake(2, Outcome.of("learn", images, empty, "--budget", "soon"), "'soon'", "20m");
        assertMistake(2, Outcome.of("learn", images, empty, "--size", 48), "32 or 64");
    }

    @Test
    void devicesThatAreNotThere() {
        assertMistake(2, Outcome.of("serve", "--device", "gpu"), "device 'gpu'", "cuda:N");
        assertMistake(2, Outcome.of("train", "quickstart", "--device", "cuda"), "no CUDA", "docs/gpu.md");
        assertMistake(2, Outcome.of("train", "quickstart", "--set", "train.precision=mixed"), "--device cuda");
    }

    @Test
    void whatCannotBeServed() {
        assertMistake(2, Outcome.of("serve"), "faces-emoji.safetensors", "--model");
        assertMistake(2, Outcome.of("serve", "--model", "nowhere.safetensors"), "nowhere.safetensors");
        assertMistake(2, Outcome.of("serve", "--model", CLASSIFIER, "--port", 70_000), "--port 70000");
        assertMistake(2, Outcome.of("serve", "--model", CLASSIFIER, "--queue", 0), "--queue 0");
        assertMistake(2, Outcome.of("serve", "--model", CLASSIFIER, "--port", 0), "mnist-classifier");
    }

    @Test
    void whatCannotBeWatched() throws IOException {
        Path file = Files.createFile(folder.resolve("watched.txt"));

        assertMistake(2, Outcome.of("watch", file), "watched.txt is not a run folder");
        assertMistake(2, Outcome.of("watch", folder), "recipe.yaml");
        assertMistake(2, Outcome.of("watch", folder.resolve("later"), "--port", 70_000), "port 70000", "--port");
    }

    @Test
    void exportsToNothingOrToSomethingElse() {
        assertMistake(2, Outcome.of("export"), "--onnx", "--torchscript");
        assertMistake(2, Outcome.of("export", "--onnx", "README.md"), "--onnx README.md", "the ending .onnx");
        assertMistake(2, Outcome.of("export", "--torchscript", "a.onnx"), "the ending .pt");
        assertMistake(2, Outcome.of("export", "--onnx", folder.resolve("none/a.onnx")), "there is no folder", "none");
        assertMistake(2, Outcome.of("export", "--from", "end"), "'--from': expected one of image, code but was 'end'");
        assertMistake(2, Outcome.of("export", "--model", CLASSIFIER, "--onnx", "a.onnx"), "holds a classifier");
    }

    @Test
    void studiesThatCannotBeMade() {
        assertMistake(2, Outcome.of("experiment", "abaltion"), "did you mean 'ablation'");
        assertMistake(2, Outcome.of("experiment", "ablation", "--seeds", "1,1"), "each once");
        assertMistake(2, Outcome.of("experiment", "ablation", "--budget", "soon"), "'soon'", "20m");
        assertMistake(2, Outcome.of("experiment", "asymmetry", "--recipe", "quickstart"), "--reverse");
        assertMistake(2, Outcome.of("experiment", "adaptation", "--set", "data.judge="), "data.judge");
    }

    @Test
    void missingModel() {
        Outcome outcome = Outcome.of("transfer", "--model", "nowhere.safetensors", "a.png", "b.png");

        assertMistake(2, outcome, "nowhere.safetensors", "no such file");
    }

    @Test
    void noModelGivenAndNoneShipped() {
        assertMistake(2, Outcome.of("transfer", "a.png", "b.png"), "svhn-mnist.safetensors", "--model");
    }

    @Test
    void galleryOfOnePhoto() {
        Outcome outcome =
                Outcome.of("evaluate", "retrieval", "--model", "a.safetensors", "--faces", "b.zip", "--gallery", "1");

        assertMistake(2, outcome, "--gallery", "2 or more");
    }

    @Test
    void facesOfAModelOfDigits() {
        String digits = Path.of("..", "models", "svhn-mnist.safetensors").toString();

        assertMistake(2, Outcome.of("evaluate", "retrieval", "--model", digits, "--faces", "b.zip"), "model of digits");
    }

    @Test
    void missingFileToInspect() {
        assertMistake(2, Outcome.of("inspect", "nowhere.images"), "nowhere.images", "no such file");
    }

    @Test
    void typoInARecipeKey() throws IOException {
        Path recipe = Files.writeString(folder.resolve("typo.yaml"), "train:\n  stesp: 5\n");

        assertMistake(2, Outcome.of("train", recipe, "--dry-run"), "train.stesp", "did you mean 'train.steps'");
    }

    @Test
    void typoInASetting() {
        Outcome outcome = Outcome.of("train", "svhn-mnist", "--dry-run", "--set", "loss.constWieght=1");

        assertMistake(2, outcome, "loss.constWieght", "did you mean 'loss.constWeight'");
    }

    @Test
    void settingWithoutAValue() {
        Path out = folder.resolve("f.safetensors");

        assertMistake(
                2, Outcome.of("pretrain", "svhn-mnist", "--out", out, "--set", "seed"), "--set seed", "key=value");
    }

    @Test
    void settingOutOfRange() {
        Outcome outcome = Outcome.of("train", "svhn-mnist", "--dry-run", "--set", "train.batch=-1");

        assertMistake(2, outcome, "train.batch", "-1");
    }

    @Test
    void wrongNumberOfLabels() throws IOException {
        Path images = write("x-images-idx3-ubyte", idx(0x0803, new int[] {3, 28, 28}, 3 * 28 * 28));
        Path labels = write("y-labels-idx1-ubyte", idx(0x0801, new int[] {2}, 2));
        Path out = folder.resolve("x.images");

        Outcome outcome = Outcome.of("prepare", images, "--labels", labels, "--out", out);

        assertMistake(1, outcome, "y-labels-idx1-ubyte", "2", "3");
        assertThat(out).doesNotExist();
    }

    @Test
    void truncatedMat() throws IOException {
        byte[] start = new byte[200];
        Arrays.fill(start, 0, 124, (byte) ' ');
        byte[] title = "MATLAB 5.0 MAT-file".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(title, 0, start, 0, title.length);
        ByteBuffer.wrap(start, 124, 76)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x0100)
                .putShort((short) 0x4d49)
                .putInt(14)
                .putInt(1_000_000);

        assertMistake(1, prepare(write("cut_32x32.mat", start)), "cut_32x32.mat");
    }

    @Test
    void emptyFolder() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertMistake(1, prepare(empty), "empty", "no images");
    }

    @Test
    void prepareWithoutSourceOrOutput() {
        assertMistake(2, Outcome.of("prepare", "--out", "x.images"), "missing required SOURCE");
        assertMistake(2, Outcome.of("prepare", "folder", "photos"), "missing required --out");
        assertMistake(2, Outcome.of("prepare", "faces", "photos"), "--out");
    }

    @Test
    void noFaceInAnyPhoto() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("faceless"));
        Files.writeString(photos.resolve("a.jpg"), "no image");
        Path out = folder.resolve("faceless.images");

        assertMistake(1, Outcome.of("prepare", "faces", photos, "--out", out), "no face was found", "rejected.csv");
        assertMistake(2, Outcome.of("prepare", "faces", folder.resolve("none"), "--out", out), "no such folder");
    }

    @Test
    void unwritableOutput() throws IOException {
        Path file = write("file", new byte[1]);
        Path below = file.resolve("out.images");

        assertMistake(1, Outcome.of("prepare", "street-digits:1:1", "--out", below), "cannot write", below.toString());
    }

    @Test
    void unwritableEncoderIsFoundBeforeTraining() throws IOException {
        Path below = write("file2", new byte[1]).resolve("f.safetensors");
        Outcome outcome = Outcome.of("pretrain", "mnist-classifier", "--out", below);

        assertMistake(1, outcome, "cannot write", below.toString());
    }

    @Test
    void unwritableRuns() throws IOException {
        Path below = write("file3", new byte[1]).resolve("runs");

        assertMistake(1, Outcome.of("quickstart", "--out", below), "no run folder", below.toString());
    }

    @Test
    void sliceOutsideOfASet() {
        Path set = folder.resolve("sliced.images");
        assertThat(Outcome.of("prepare", "street-digits:4:1", "--out", set).code())
                .isZero();

        assertMistake(2, prepare(set + "[2:9]"), "[2:9]", "4 images");
        assertMistake(2, prepare(set + "[3:1]"), "[3:1]", "empty");
    }

    @Test
    void damagedModel() throws IOException {
        byte[] bytes = Files.readAllBytes(CLASSIFIER);
        bytes[bytes.length - 5] ^= 1;
        Path changed = write("changed.safetensors", bytes);
        Path cut = write("cut.safetensors", Arrays.copyOf(bytes, bytes.length / 2));
        Path text = write("text.safetensors", "not a model at all".getBytes(StandardCharsets.US_ASCII));

        assertMistake(1, Outcome.of("inspect", "--verify", changed), "changed.safetensors", "checksum");
        assertMistake(1, Outcome.of("inspect", cut), "cut.safetensors", "damaged");
        assertMistake(1, Outcome.of("transfer", "--model", text, "a.png", "b.png"), "text.safetensors", "damaged");
    }

    @Test
    void modelOfAnotherKind() {
        Outcome outcome = Outcome.of("transfer", "--model", CLASSIFIER, "a.png", "b.png");

        assertMistake(2, outcome, "holds a classifier", "expected a translator");
    }

    @Test
    void fileOfAnUnknownKind() throws IOException {
        assertMistake(2, Outcome.of("inspect", write("notes.txt", new byte[3])), "notes.txt", "neither");
    }

    @Test
    void folderThatIsNoRun() {
        assertMistake(2, Outcome.of("train", "--resume", folder), "not a run folder");
    }

    private static Outcome prepare(Object source) {
        return Outcome.of("prepare", source, "--out", folder.resolve("never.images"));
    }

    private static void assertMistake(int code, Outcome outcome, String... parts) {
        assertThat(outcome.err()).startsWith("dtn: ").contains(parts).hasLineCount(1);
        assertThat(outcome.err()).doesNotContain("unexpected", "Exception");
        assertThat(outcome.code()).isEqualTo(code);
    }

    private static Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] idx(int magic, int[] sides, int values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sides.length + values).putInt(magic);
        Arrays.stream(sides).forEach(bytes::putInt);
        return bytes.array();
    }
}

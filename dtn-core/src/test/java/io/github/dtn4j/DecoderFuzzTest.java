package io.github.dtn4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.CodeSet;
import io.github.dtn4j.data.IdxReader;
import io.github.dtn4j.data.ImageReader;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.NamedInput;
import io.github.dtn4j.data.People;
import io.github.dtn4j.data.PhotoList;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.data.SvhnReader;
import io.github.dtn4j.image.ImageHeader;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.report.HtmlReport;
import io.github.dtn4j.report.Inspection;
import io.github.dtn4j.report.Metrics;
import io.github.dtn4j.torch.Safetensors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads damaged files of every format, each made from a valid one by a seed: all must end, soon and without much memory, in
 * content or in one line about the damage. {@code -Ddtn.fuzz=N} tries N seeds of each format. After a failure the file is at
 * {@code target/fuzz}.
 */
@Tag("chaos")
class DecoderFuzzTest {
    private static final int SEEDS = Integer.getInteger("dtn.fuzz", 100);
    private static final int SECONDS = 20;
    private static final long HEAP_BYTES = 64 << 20;
    private static final long SMALL_HEAP_BYTES = 8 << 20;
    private static final int PIXEL_BYTES = 4 + 3; // RGBA, then RGB
    private static final long LOST_BYTES = 256 << 20; // of a format at most: the heap takes up its pages late
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final ImageReader.Visitor NOBODY = new ImageReader.Visitor() {
        @Override
        public void image(Pixels image, int label) {}

        @Override
        public void rejected(Path file, String reason) {}
    };

    @TempDir
    static Path scratch;

    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "fuzz");
        thread.setDaemon(true); // one that hangs must not keep the JVM
        return thread;
    });

    @AfterEach
    void stopWorker() {
        worker.shutdownNow();
    }

    /**
     * A format and what reads it.
     *
     * @param file the name of the file, which says what it is
     * @param repair makes checksums right
     * @param heapBytes that reading a damaged one may take at most
     */
    private record Format(
            String file,
            byte[] valid,
            UnaryOperator<byte[]> repair,
            ToLongFunction<byte[]> heapBytes,
            Reading reading) {
        Format(String file, byte[] valid, Reading reading) {
            this(file, valid, bytes -> bytes, damaged -> HEAP_BYTES, reading);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    @FunctionalInterface
    private interface Reading {
        void read(Path file) throws IOException;
    }

    static Stream<Format> formats() throws IOException {
        return Stream.of(images(), sets(), tensors(), digits(), texts()).flatMap(List::stream);
    }

    private static List<Format> images() {
        return List.of(
                image("plain.jpg", opencv_core.CV_8UC3),
                image("progressive.jpg", opencv_core.CV_8UC3, opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1),
                image("plain.png", opencv_core.CV_8UC3),
                image("transparent.png", opencv_core.CV_8UC4),
                image("deep.png", opencv_core.CV_16UC3),
                image("lossless.webp", opencv_core.CV_8UC4),
                image("lossy.webp", opencv_core.CV_8UC3, opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 50),
                image("transparent.webp", opencv_core.CV_8UC4, opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 50),
                image("plain.bmp", opencv_core.CV_8UC3),
                image("grey.bmp", opencv_core.CV_8UC1),
                image("plain.gif", opencv_core.CV_8UC3));
    }

    private static Format image(String file, int type, int... parameters) {
        String extension = file.substring(file.lastIndexOf('.'));
        UnaryOperator<byte[]> repair = extension.equals(".png") ? Checksums::ofPng : bytes -> bytes;
        byte[] valid = ValidFiles.image(extension, type, parameters);
        return new Format(file, valid, repair, DecoderFuzzTest::imageHeapBytes, Images::decode);
    }

    /** For an image of the size that its header names; nothing where the header is refused. */
    private static long imageHeapBytes(byte[] damaged) {
        try {
            ImageHeader header = ImageHeader.read(damaged);
            long pixels = header.fits(Images.MAX_PIXELS) ? header.width() * header.height() : 0;
            return SMALL_HEAP_BYTES + PIXEL_BYTES * pixels;
        } catch (ImageHeader.FormatException e) {
            return SMALL_HEAP_BYTES;
        }
    }

    private static List<Format> sets() throws IOException {
        return List.of(
                new Format(
                        "a.images",
                        ValidFiles.imageSet(scratch),
                        bytes -> Checksums.ofHeader(bytes, 128),
                        damaged -> HEAP_BYTES,
                        DecoderFuzzTest::readImages),
                new Format(
                        "a.codes",
                        ValidFiles.codeSet(scratch),
                        bytes -> Checksums.ofHeader(bytes, 64),
                        damaged -> HEAP_BYTES,
                        DecoderFuzzTest::readCodes),
                new Format("photos.zip", ValidFiles.zipOfPhotos(), DecoderFuzzTest::readPhotos));
    }

    private static List<Format> tensors() throws IOException {
        return List.of(
                new Format("model.safetensors", ValidFiles.model(scratch), DecoderFuzzTest::readModel),
                new Format("foreign.safetensors", ValidFiles.foreignSafetensors(), DecoderFuzzTest::readTensors));
    }

    private static List<Format> digits() throws IOException {
        return List.of(
                new Format("images-idx3-ubyte", ValidFiles.idxImages(), DecoderFuzzTest::readIdx),
                new Format("images-idx3-ubyte.gz", ValidFiles.gzip(ValidFiles.idxImages()), DecoderFuzzTest::readIdx),
                new Format(
                        "labels-idx1-ubyte", ValidFiles.idxLabels(), file -> IdxReader.readLabels(NamedInput.of(file))),
                new Format("plain.mat", ValidFiles.matlab(scratch, false), file -> read(new SvhnReader(file))),
                new Format("packed.mat", ValidFiles.matlab(scratch, true), file -> read(new SvhnReader(file))));
    }

    private static List<Format> texts() {
        return List.of(
                new Format("recipe.yaml", ValidFiles.recipe(), file -> Recipes.read(file.toString(), List.of())),
                new Format("evaluation.json", ValidFiles.figures(), DecoderFuzzTest::readRunFolder),
                new Format("metrics.jsonl", ValidFiles.metrics(), file -> Metrics.read(file.getParent())),
                new Format("set.people.txt", ValidFiles.people(), DecoderFuzzTest::readPeople),
                new Format("rejected.csv", ValidFiles.rejections(), Rejections::count));
    }

    private static void read(ImageReader reader) {
        reader.read(NOBODY, Progress.NONE);
    }

    private static void readIdx(Path file) {
        read(new IdxReader(NamedInput.of(file), null));
    }

    private static void readImages(Path file) {
        try (ImageSet set = ImageSet.open(file)) {
            for (int i = 0; i < set.count(); i++) {
                set.pixels(i);
            }
            Inspection.of(file, true);
        }
    }

    private static void readCodes(Path file) {
        try (CodeSet set = CodeSet.open(file)) {
            set.code(set.count() - 1);
            set.verify();
        }
    }

    private static void readPhotos(Path file) {
        try (PhotoList photos = PhotoList.open(file)) {
            for (int i = 0; i < photos.count(); i++) {
                photos.person(i);
                photos.read(i);
            }
        }
    }

    private static void readModel(Path file) {
        try (PointerScope scope = new PointerScope()) {
            Inspection.of(file, false);
            Checkpoint.read(file, Checkpoint.Kind.values());
        }
    }

    private static void readTensors(Path file) {
        try (PointerScope scope = new PointerScope()) {
            Safetensors.readEntries(file);
            Safetensors.read(file);
        }
    }

    /** Figures and metrics as the report shows them. */
    private static void readRunFolder(Path file) {
        HtmlReport.write(file.getParent());
    }

    private static void readPeople(Path file) throws IOException {
        Path images = file.resolveSibling("set.images");
        Files.copy(scratch.resolve("valid.images"), images);
        try (ImageSet set = ImageSet.open(images)) {
            People.of(set);
        } finally {
            Files.delete(images);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void damageEndsInContentOrInOneLine(Format format) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "fuzz"));
        Path file = folder.resolve(format.file);
        long pointed = Pointer.totalBytes();
        long resident = residentBesidesHeap();
        int survived = 0;
        try {
            for (int seed = 0; seed < SEEDS; seed++) {
                byte[] damaged = new FileMutator(seed).damage(format.valid);
                byte[] content = seed % 2 == 0 ? damaged : format.repair.apply(damaged);
                Files.write(file, content);
                expectContentOrLine(format, file, format.heapBytes.applyAsLong(content), seed);
                survived++;
            }
        } finally {
            FileRows.count(format.file, Math.min(survived + 1, SEEDS), survived);
        }
        assertThat(Pointer.totalBytes()).as("bytes that pointers hold").isLessThanOrEqualTo(pointed);
        assertThat(residentBesidesHeap() - resident).as("native memory").isLessThan(LOST_BYTES);
        Files.delete(file);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theFileWithoutDamageIsRead(Format format) throws IOException {
        Path file = Files.write(scratch.resolve(format.file), format.repair.apply(format.valid.clone()));
        format.reading.read(file);
        Files.delete(file);
    }

    private static long residentBesidesHeap() {
        return Pointer.physicalBytes() - Runtime.getRuntime().totalMemory();
    }

    private void expectContentOrLine(Format format, Path file, long heapBytes, int seed) throws InterruptedException {
        Future<Long> allocated = worker.submit(() -> allocatedBy(format, file));
        try {
            assertThat(allocated.get(SECONDS, TimeUnit.SECONDS))
                    .as("bytes of heap for %s, seed %d", format, seed)
                    .isLessThan(heapBytes);
        } catch (TimeoutException e) {
            throw new AssertionError("%s, seed %d: not read in %d seconds".formatted(format, seed, SECONDS), e);
        } catch (ExecutionException e) {
            throw new AssertionError("%s, seed %d: %s".formatted(format, seed, e.getCause()), e.getCause());
        }
    }

    /** Reads a damaged file and says how much heap that took. */
    private static long allocatedBy(Format format, Path file) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            format.reading.read(file);
        } catch (DtnException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void damageFollowsFromTheSeed() {
        byte[] valid = ValidFiles.recipe();

        assertThat(new FileMutator(7).damage(valid)).isEqualTo(new FileMutator(7).damage(valid));
        assertThat(new FileMutator(7).damage(valid)).isNotEqualTo(new FileMutator(8).damage(valid));
        assertThat(new FileMutator(7).damage(valid)).isNotEqualTo(valid);
    }
}

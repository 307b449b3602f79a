package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
    private static final Fit GREY = new Fit(2, 1);

    @TempDir
    Path folder;

    private Sources sources;
    private Path idx;

    @BeforeEach
    void writeTenNumberedImages() throws IOException {
        sources = new Sources(Map.of("DTN_DATA", folder.toString())::get, folder.resolve("cache"));
        byte[] pixels = new byte[40];
        IntStream.range(0, 40).forEach(i -> pixels[i] = (byte) (i / 4));
        idx = Files.write(folder.resolve("ten-images-idx3-ubyte"), IdxReaderTest.idx(pixels, 10, 2, 2));
    }

    @ParameterizedTest
    @CsvSource({"'', 0, 10", "[0:4], 0, 4", "[4:], 4, 10", "[:4], 0, 4", "[-3:], 7, 10", "[2:-3], 2, 7", "[:], 0, 10"})
    void slicesLikePython(String slice, int from, int to) {
        try (ImageSet set = open(idx + slice)) {
            assertThat(numbers(set)).isEqualTo(IntStream.range(from, to).boxed().toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0:11]", "[-11:]", "[5:5]", "[6:5]", "[10:]", "[0:99999999999]", "[-:]"})
    void slicesOutsideAreUsageMistakes(String slice) {
        assertUsage(idx + slice, "slice");
    }

    @Test
    void labelsBesideTheImagesAreFound() throws IOException {
        assertThat(open(idx.toString()).labelled()).isFalse();
        Path labels = folder.resolve("ten-labels-idx1-ubyte");
        Files.write(labels, IdxReaderTest.idx(new byte[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, 10));
        assertThat(open(idx.toString()).label(1)).isEqualTo(8);
    }

    @Test
    void labelsCanBeNamed() throws IOException {
        Path labels = Files.write(folder.resolve("mine"), IdxReaderTest.idx(new byte[10], 10));
        assertThat(sources.open(idx.toString(), labels, GREY, Progress.NONE).label(9))
                .isZero();
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> sources.open("mnist:test", labels, GREY, Progress.NONE))
                .withMessageContaining("only be given to an idx file");
    }

    @Test
    void rawSourcesArePackedOnce() throws IOException {
        AtomicInteger updates = new AtomicInteger();
        sources.open(idx.toString(), GREY, (done, total) -> updates.incrementAndGet());
        assertThat(updates.getAndSet(0)).isEqualTo(10);
        sources.open(idx + "[0:2]", GREY, (done, total) -> updates.incrementAndGet());
        assertThat(updates).hasValue(0);
        Files.setLastModifiedTime(idx, FileTime.fromMillis(1_000_000));
        sources.open(idx.toString(), GREY, (done, total) -> updates.incrementAndGet());
        assertThat(updates).hasValue(10);
    }

    @Test
    void damagedCopyIsMadeAgain() throws IOException {
        Path copy = open(idx.toString()).file();
        Files.write(copy, new byte[5]);
        assertThat(open(idx.toString()).count()).isEqualTo(10);
    }

    @Test
    void manyAtOnceDoNotClash() throws IOException {
        List<Integer> counts = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> open(idx.toString()).count())
                .toList();
        assertThat(counts).containsOnly(10);
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void shapesHaveCopiesOfTheirOwn() {
        try (ImageSet set = sources.open(idx.toString(), new Fit(4, 3), Progress.NONE)) {
            assertThat(set.imageBytes()).isEqualTo(48);
            assertThat(set.pixels(7).data()).containsOnly((byte) 7);
        }
        assertThat(open(idx.toString()).imageBytes()).isEqualTo(4);
    }

    @Test
    void packedSetsAreMappedAsTheyAreOrConverted() {
        Path packed = folder.resolve("ten.images");
        Prepare.prepare(
                sources.reader(idx.toString(), null, GREY), packed, new Prepare.Options(GREY, true), Progress.NONE);
        assertThat(open(packed.toString()).file()).isEqualTo(packed);
        assertThat(numbers(open(packed + "[3:5]"))).containsExactly(3, 4);
        ImageSet colour = sources.open(packed + "[3:5]", new Fit(2, 3), Progress.NONE);
        assertThat(colour.count()).isEqualTo(2);
        assertThat(colour.pixels(0).data()).hasSize(12).containsOnly((byte) 3);
        Collected slice = new Collected();
        sources.reader(packed + "[3:5]", null, GREY).read(slice, Progress.NONE);
        assertThat(slice.images).hasSize(2);
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> sources.reader(idx + "[3:5]", null, GREY))
                .withMessageContaining("slice of a raw source");
    }

    @Test
    void variablesAreExpanded() {
        assertThat(open("${DTN_DATA}/ten-images-idx3-ubyte[1:3]").count()).isEqualTo(2);
        assertUsage("${NOT_SET}/x", "NOT_SET");
    }

    @Test
    void dataFolderHasADefault() {
        assertThat(new Sources(name -> null, folder).dataFolder()).isEqualTo(Path.of("../shared/data"));
    }

    @Test
    void foldersAreSources() {
        Images.writePng(new Pixels(new byte[] {5}, 1, 1, 1), folder.resolve("photos/a/1.png"));
        Images.writePng(new Pixels(new byte[] {7}, 1, 1, 1), folder.resolve("photos/b/1.png"));
        try (ImageSet set = open(folder.resolve("photos").toString())) {
            assertThat(set.label(0)).isZero();
            assertThat(set.pixels(0).data()).containsOnly((byte) 5);
        }
        Images.writePng(new Pixels(new byte[] {6}, 1, 1, 1), folder.resolve("photos/a/2.png"));
        assertThat(open(folder.resolve("photos").toString()).count()).isEqualTo(3);
    }

    @Test
    void imagesLeftOutAreListedWheneverThePackedCopyIsOpened() throws IOException {
        Path photos = folder.resolve("photos");
        Images.writePng(new Pixels(new byte[] {5}, 1, 1, 1), photos.resolve("1.png"));
        Files.writeString(photos.resolve("2.png"), "no image");
        for (int i = 0; i < 2; i++) { // packed, then opened again
            try (ImageSet set = open(photos + "[0:1]")) {
                assertThat(Rejections.count(Objects.requireNonNull(sources.rejections(set))))
                        .isEqualTo(1);
            }
        }
        try (ImageSet set = open(idx.toString())) {
            assertThat(sources.rejections(set)).isNull();
        }
    }

    @Test
    void streetDigitsAreDrawnFromTheirSeed() {
        Fit fit = new Fit(StreetDigits.SIZE, 3);
        try (ImageSet set = sources.open("street-digits:300:7[256:]", fit, Progress.NONE)) {
            LabelledImage expected = new StreetDigits(7).sample(260);
            assertThat(set.count()).isEqualTo(44);
            assertThat(set.pixels(4).data()).isEqualTo(expected.image().data());
            assertThat(set.label(4)).isEqualTo(expected.label());
        }
        assertUsage("street-digits:0:7", "cannot draw 0 images");
        assertUsage("cartoons:0:7", "cannot draw 0 images");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "minst:train", "street-digits:many:7", "nothing.images", "nothing/", "a\0b"})
    void unknownSourcesAreUsageMistakes(String source) {
        assertUsage(source, "no such image source");
    }

    private ImageSet open(String source) {
        return sources.open(source, GREY, Progress.NONE);
    }

    private static List<Integer> numbers(ImageSet set) {
        return IntStream.range(0, set.count())
                .mapToObj(i -> (int) set.pixels(i).data()[0])
                .toList();
    }

    private void assertUsage(String source, String message) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> sources.open(source, new Fit(32, 3), Progress.NONE))
                .withMessageContaining(message)
                .matches(e -> e.kind() == DtnException.Kind.USAGE);
    }

    @Test
    void cartoonsAreDrawnAtTheWantedSize() {
        try (ImageSet set = sources.open("cartoons:3:5[1:]", new Fit(20, 3), Progress.NONE)) {
            CartoonFaces faces = new CartoonFaces(5);

            assertThat(set.count()).isEqualTo(2);
            assertThat(set.pixels(0).data())
                    .isEqualTo(faces.draw(faces.face(1), 20).data());
        }
    }
}

package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSetTest {
    private static final int COUNT = 7;
    private static final int HEIGHT = 4;
    private static final int WIDTH = 5;

    @TempDir
    Path folder;

    @Test
    void returnsWhatWasWritten() {
        byte[][] images = randomImages(3);
        try (ImageSet set = ImageSet.open(write("a.images", images, true))) {
            assertThat(set.count()).isEqualTo(COUNT);
            assertThat(new int[] {set.height(), set.width(), set.channels()}).containsExactly(HEIGHT, WIDTH, 3);
            assertThat(set.labelled()).isTrue();
            set.verify();
            for (int i = 0; i < COUNT; i++) {
                assertThat(set.pixels(i).data()).isEqualTo(images[i]);
                assertThat(set.label(i)).isEqualTo(i * 100);
            }
        }
    }

    @Test
    void fillsDirectBuffersFromManyThreads() {
        byte[][] images = randomImages(1);
        try (ImageSet set = ImageSet.open(write("a.images", images, false))) {
            IntStream.range(0, 1000).parallel().map(i -> i % COUNT).forEach(i -> {
                ByteBuffer direct =
                        ByteBuffer.allocateDirect(2 + set.imageBytes()).position(2);
                set.copyTo(i, direct);
                byte[] copy = new byte[set.imageBytes()];
                direct.get(2, copy);
                assertThat(direct.hasRemaining()).isFalse();
                assertThat(copy).isEqualTo(images[i]);
            });
        }
    }

    @Test
    void sliceIsAView() {
        byte[][] images = randomImages(3);
        try (ImageSet set = ImageSet.open(write("a.images", images, true))) {
            ImageSet slice = set.slice(2, 6).slice(1, 4);
            assertThat(slice.count()).isEqualTo(3);
            assertThat(slice.label(0)).isEqualTo(300);
            assertThat(slice.pixels(2).data()).isEqualTo(images[5]);
            assertThatThrownBy(() -> slice.label(3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(slice.hash()).isEqualTo(set.hash());
        }
    }

    @Test
    void imagesAreChosenByTheirLabelAndKeepTheirOrder() {
        byte[][] images = randomImages(3);
        try (ImageSet set = ImageSet.open(write("a.images", images, true))) {
            ImageSet slice = set.slice(1, set.count());
            ImageSet chosen = slice.where(label -> label != set.label(2));
            assertThat(chosen.count()).isEqualTo(set.count() - 2);
            assertThat(chosen.pixels(0).data()).isEqualTo(images[1]);
            assertThat(chosen.pixels(1).data()).isEqualTo(images[3]);
            assertThat(chosen.slice(1, 3).label(0)).isEqualTo(set.label(3));
            assertThat(chosen.slice(1, 3).position(0)).isEqualTo(3);
            assertThat(chosen.where(label -> false).count()).isZero();
        }
    }

    @Test
    void hashTellsContentAndShapeApart() {
        byte[][] images = randomImages(3);
        String hash = hashOf(write("a.images", images, true));
        assertThat(hash).matches("[0-9a-f]{64}").isEqualTo(hashOf(write("b.images", images, true)));
        assertThat(hashOf(write("c.images", images, false))).isNotEqualTo(hash);
        images[COUNT - 1][0]++;
        assertThat(hashOf(write("d.images", images, true))).isNotEqualTo(hash);
    }

    @Test
    void readsOnAfterAThreadWasInterrupted() throws IOException {
        Path file = write("a.images", randomImages(1), true);
        try (ImageSet set = ImageSet.open(file)) {
            byte[] expected = set.pixels(1).data();
            Thread.currentThread().interrupt(); // which closes a channel that this thread reads from
            assertThat(set.pixels(1).data()).isEqualTo(expected);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(set.pixels(1).data()).isEqualTo(expected);
        }
    }

    @Test
    void aFileThatBecomesShorterIsNamed() throws IOException {
        Path file = write("a.images", randomImages(1), true);
        try (ImageSet set = ImageSet.open(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(ImageSetHeader.BYTES);
            }
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> set.pixels(0))
                    .withMessageContaining("a.images became shorter");
        }
    }

    @Test
    void reachesBeyondTwoGigabytes() throws IOException {
        ImageSetHeader header = new ImageSetHeader(3 << 20, 32, 32, 1, true, new byte[32]);
        Path file = folder.resolve("large.images");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) { // takes no room on the disk
            sparse.write(header.encode().array());
            sparse.seek(header.labelStart() - 1);
            sparse.write(77);
            sparse.seek(header.fileBytes() - 4);
            sparse.write(new byte[] {5, 0, 0, 0});
        }
        try (ImageSet set = ImageSet.open(file)) {
            assertThat(set.pixels(set.count() - 1).data()).endsWith(0, 77);
            assertThat(set.label(set.count() - 1)).isEqualTo(5);
        }
    }

    @Test
    void closedSetSaysSo() {
        ImageSet set = ImageSet.open(write("a.images", randomImages(1), true));
        set.close();
        assertThatIllegalState(() -> set.pixels(0));
        assertThatIllegalState(() -> set.label(0));
    }

    @Test
    void everyFlippedHeaderBitIsFound() throws IOException {
        Path file = write("a.images", randomImages(1), true);
        byte[] good = Files.readAllBytes(file);
        for (int bit = 0; bit < ImageSetHeader.BYTES * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            assertFails(file);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 200, -1})
    void truncatedFileIsRefused(int length) throws IOException {
        Path file = write("a.images", randomImages(1), true);
        byte[] good = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(good, length < 0 ? good.length + length : length));
        assertFails(file);
    }

    @Test
    void extendedFileIsRefused() throws IOException {
        Path file = write("a.images", randomImages(1), true);
        byte[] good = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(good, good.length + 1));
        assertFails(file);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 32, 32, 3", "2147483648, 32, 32, 3", "-1, 32, 32, 3", "0, 32, 32, 3",
        "7, 2147483647, 2147483647, 3", "7, -4, -5, 1", "7, 4, 5, 2", "2147483647, 16384, 16384, 3"
    })
    void absurdSizesUnderAValidChecksumAreRefused(long count, int height, int width, int channels) throws IOException {
        Path file = write("a.images", randomImages(1), true);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(8, count).putInt(16, height).putInt(20, width).putInt(24, channels);
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, 124));
        bytes.putInt(124, (int) crc.getValue());
        Files.write(file, bytes.array());
        assertFails(file);
    }

    @Test
    void verifyFindsAnyChangedByteOfPixelsOrLabels() throws IOException {
        Path file = write("a.images", randomImages(1), true);
        byte[] good = Files.readAllBytes(file);
        for (int at = ImageSetHeader.BYTES; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            ImageSet set = ImageSet.open(file);
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(set::verify)
                    .withMessageContaining("a.images");
        }
    }

    @Test
    void missingFileIsAUsageMistake() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> ImageSet.open(folder.resolve("nothing.images")))
                .matches(e -> e.kind() == DtnException.Kind.USAGE);
    }

    @Test
    void unfinishedWriterLeavesNothing() throws IOException {
        try (ImageSetWriter writer = ImageSetWriter.create(folder.resolve("a.images"), 1, 1, 1, false)) {
            writer.add(new byte[1]);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void writerRefusesWhatDoesNotFit() {
        try (ImageSetWriter writer = ImageSetWriter.create(folder.resolve("a.images"), 2, 2, 1, true)) {
            assertThatThrownBy(() -> writer.add(new byte[3], 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.add(new byte[4], -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.add(new byte[4])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.add(new Pixels(new byte[4], 1, 4, 1), 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(writer::finish).isInstanceOf(DtnException.class).hasMessageContaining("no image");
        }
    }

    @Test
    void unwritableFolderGivesOneLine() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> ImageSetWriter.create(notAFolder.resolve("a.images"), 1, 1, 1, false))
                .withMessageContaining("cannot write")
                .withMessageContaining("a.images");
    }

    private static byte[][] randomImages(int channels) {
        byte[][] images = new byte[COUNT][HEIGHT * WIDTH * channels];
        Random random = new Random(5);
        for (byte[] image : images) {
            random.nextBytes(image);
        }
        return images;
    }

    private Path write(String name, byte[][] images, boolean labelled) {
        Path file = folder.resolve(name);
        int channels = images[0].length / (HEIGHT * WIDTH);
        try (ImageSetWriter writer = ImageSetWriter.create(file, HEIGHT, WIDTH, channels, labelled)) {
            for (int i = 0; i < images.length; i++) {
                if (labelled) {
                    writer.add(images[i], i * 100);
                } else {
                    writer.add(images[i]);
                }
            }
            writer.finish();
        }
        return file;
    }

    private static String hashOf(Path file) {
        try (ImageSet set = ImageSet.open(file)) {
            return set.hash();
        }
    }

    private static void assertFails(Path file) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> ImageSet.open(file))
                .withMessageContaining(file.toString())
                .matches(e -> e.kind() == DtnException.Kind.FAILURE);
    }

    private static void assertThatIllegalState(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }
}

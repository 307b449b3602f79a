package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

class SvhnReaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_SPEED})
    void readsColumnOrderAndMapsTenToZero(int compression) throws IOException {
        Matrix x = images(3);
        Collected read = read(save(x, labels(1, 10, 9), compression));
        assertThat(read.labels).containsExactly(1, 0, 9);
        assertThat(read.images).hasSize(3);
        Pixels second = read.images.get(1);
        for (int channel = 0; channel < 3; channel++) {
            assertThat(second.data()[(5 * 32 + 7) * 3 + channel]).isEqualTo(x.getByte(new int[] {5, 7, channel, 1}));
        }
    }

    @Test
    void readsASingleImageWhoseLastDimensionIsDropped() throws IOException {
        Matrix x = Mat5.newMatrix(new int[] {32, 32, 3}, MatlabType.UInt8);
        assertThat(read(save(x, labels(4), Deflater.BEST_SPEED)).images).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_SPEED})
    void everyTruncationIsRefused(int compression) throws IOException {
        byte[] good = Files.readAllBytes(save(images(1), labels(1), compression));
        for (int length = 0; length < good.length - 8; length += length < 300 ? 7 : 101) {
            assertFails(Files.write(folder.resolve("bad.mat"), Arrays.copyOf(good, length)), "bad.mat");
        }
    }

    @Test
    void randomDamageEndsInImagesOrOneLine() throws IOException {
        byte[] good = Files.readAllBytes(save(images(1), labels(1), Deflater.BEST_SPEED));
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                read(Files.write(folder.resolve("bad.mat"), bad));
            } catch (DtnException e) {
                assertThat(e).hasMessageContaining("bad.mat");
            }
        }
    }

    @Test
    void wrongNumberOfLabelsIsRefused() throws IOException {
        assertFails(save(images(3), labels(1, 2), Deflater.BEST_SPEED), "2 labels for 3 images");
    }

    @Test
    void strangeLabelIsRefused() throws IOException {
        assertFails(save(images(2), labels(1, 11), Deflater.BEST_SPEED), "label 11 at image 1");
    }

    @Test
    void wrongShapesAreRefused() throws IOException {
        Matrix flat = Mat5.newMatrix(new int[] {32, 96}, MatlabType.UInt8);
        assertFails(save(flat, labels(1), Deflater.BEST_SPEED), "[32, 96]");
        Matrix fourChannels = Mat5.newMatrix(new int[] {32, 32, 4, 2}, MatlabType.UInt8);
        assertFails(save(fourChannels, labels(1, 2), Deflater.BEST_SPEED), "[32, 32, 4, 2]");
    }

    @Test
    void absurdDimensionsAreRefusedBeforeAllocating() throws IOException {
        Path file = save(images(1), labels(1), Deflater.NO_COMPRESSION);
        byte[] content = Files.readAllBytes(file);
        int dimensions = 128 + 8 + 16 + 8; // file header, matrix tag, array flags, dimensions tag
        assertThat(content[dimensions]).isEqualTo((byte) 32);
        content[dimensions + 3] = 0x7F;
        assertFails(Files.write(file, content), "dimensions");
    }

    @Test
    void absurdLabelDimensionsAreRefusedBeforeAllocating() throws IOException {
        Path file = save(images(1), labels(1), Deflater.NO_COMPRESSION);
        byte[] content = Files.readAllBytes(file);
        int dimensions = content.length - 24; // before y's name and data
        assertThat(content[dimensions]).isEqualTo((byte) 1);
        content[dimensions + 3] = 0x7F;
        assertFails(Files.write(file, content), "y of dimensions");
    }

    @Test
    void tagThatAsksForMoreThanTheDimensionsIsDamageNotLackOfMemory() throws IOException {
        Path file = save(images(1), labels(1), Deflater.NO_COMPRESSION);
        byte[] content = Files.readAllBytes(file);
        int dataTag = 128 + 8 + 16 + 8 + 16 + 8; // file header, matrix tag, array flags, dimensions, name
        assertThat(ByteBuffer.wrap(content).order(ByteOrder.nativeOrder()).getInt(dataTag + 4))
                .isEqualTo(32 * 32 * 3);
        content[dataTag + 7] = 0x7F;
        assertFails(Files.write(file, content), "damaged");
    }

    @ParameterizedTest
    @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_SPEED})
    void imagesThatAreNoNumbersAreRefused(int compression) throws IOException {
        Path file = folder.resolve("cells.mat");
        try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
            Mat5.newWriter(sink)
                    .setDeflateLevel(compression)
                    .writeMat(Mat5.newMatFile().addArray("y", Mat5.newCell(1, 2)));
        }
        assertFails(file, "not as numbers");
    }

    @Test
    void dimensionsTagThatAsksForMuchMemoryIsDamage() throws IOException {
        Path file = save(images(1), labels(1), Deflater.NO_COMPRESSION);
        byte[] content = Files.readAllBytes(file);
        int dimensionsTag = 128 + 8 + 16; // file header, matrix tag, array flags
        assertThat(ByteBuffer.wrap(content).order(ByteOrder.nativeOrder()).getInt(dimensionsTag))
                .isEqualTo(5); // int32
        content[dimensionsTag + 7] = 0x7F;
        assertFails(Files.write(file, content), "damaged");
    }

    private static Matrix images(int count) {
        Matrix x = Mat5.newMatrix(new int[] {32, 32, 3, count}, MatlabType.UInt8);
        Random random = new Random(count);
        for (int i = 0; i < x.getNumElements(); i++) {
            x.setByte(i, (byte) random.nextInt(256));
        }
        return x;
    }

    private static Matrix labels(int... values) {
        Matrix y = Mat5.newMatrix(values.length, 1, MatlabType.UInt8);
        for (int i = 0; i < values.length; i++) {
            y.setInt(i, values[i]);
        }
        return y;
    }

    private Path save(Matrix x, Matrix y, int compression) throws IOException {
        Path file = folder.resolve("train_32x32.mat");
        Files.deleteIfExists(file);
        try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
            Mat5.newWriter(sink)
                    .setDeflateLevel(compression)
                    .writeMat(Mat5.newMatFile().addArray("X", x).addArray("y", y));
        }
        return file;
    }

    private static Collected read(Path file) {
        Collected collected = new Collected();
        new SvhnReader(file).read(collected, Progress.NONE);
        return collected;
    }

    private static void assertFails(Path file, String message) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> read(file))
                .withMessageContaining(message)
                .withMessageContaining(file.toString());
    }
}

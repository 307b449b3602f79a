package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsGreyImagesWithLabels(boolean gzip) throws IOException {
        byte[] pixels = random(5 * 3 * 4);
        Path images = save("images", idx(pixels, 5, 3, 4), gzip);
        Path labels = save("labels", idx(new byte[] {9, 8, 7, 6, (byte) 255}, 5), gzip);
        Collected read = read(images, labels);
        assertThat(read.labels).containsExactly(9, 8, 7, 6, 255);
        assertThat(read.images).hasSize(5);
        assertThat(read.images.get(4).data()).isEqualTo(Arrays.copyOfRange(pixels, 48, 60));
        assertThat(read.images.get(4).height()).isEqualTo(3);
        assertThat(read.images.get(4).channels()).isEqualTo(1);
    }

    @Test
    void readsColourImagesWithoutLabels() throws IOException {
        byte[] pixels = random(2 * 3 * 4 * 3);
        Collected read = read(save("images", idx(pixels, 2, 3, 4, 3), false), null);
        assertThat(read.labels).containsExactly(-1, -1);
        assertThat(read.images.get(1).data()).isEqualTo(Arrays.copyOfRange(pixels, 36, 72));
        assertThat(read.images.get(1).channels()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyTruncationIsRefused(boolean gzip) throws IOException {
        byte[] good = Files.readAllBytes(save("good", idx(random(2 * 3 * 4), 2, 3, 4), gzip));
        for (int length = 0; length < good.length; length++) {
            Path bad = Files.write(folder.resolve("bad"), Arrays.copyOf(good, length));
            assertFails(bad, null, "bad");
        }
    }

    @Test
    void damagedGzipIsRefused() throws IOException {
        byte[] good = Files.readAllBytes(save("good", idx(random(2 * 30 * 40), 2, 30, 40), true));
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            byte[] bad = good.clone();
            bad[10 + random.nextInt(bad.length - 10)] ^= (byte) (1 + random.nextInt(255));
            assertFails(Files.write(folder.resolve("bad"), bad), null, "bad");
        }
    }

    @Test
    void extendedFileIsRefused() throws IOException {
        assertFails(save("bad", idx(random(25), 2, 3, 4), false), null, "longer");
    }

    @Test
    void absurdHeadersAreRefusedWithoutAllocating() throws IOException {
        assertFails(save("bad", idx(random(9), Integer.MAX_VALUE, 16384, 16384), false), null, "truncated");
        assertFails(save("bad", idx(random(9), 1, Integer.MAX_VALUE, Integer.MAX_VALUE), false), null, "dimensions");
        assertFails(save("bad", idx(random(9), -1, 3, 3), false), null, "dimensions");
        assertFails(save("bad", idx(random(18), 1, 3, 3, 2), false), null, "dimensions");
        assertFails(save("bad", idx(random(9), 9), false), null, "dimensions");
        Path images = save("images", idx(random(9), 1, 3, 3), false);
        assertFails(images, save("bad", idx(random(9), Integer.MAX_VALUE), false), "truncated");
    }

    @Test
    void otherTypesAreRefused() throws IOException {
        byte[] floats = idx(random(36), 1, 3, 3);
        floats[2] = 0x0D;
        assertFails(save("bad", floats, false), null, "not an idx file");
    }

    @Test
    void wrongNumberOfLabelsIsRefused() throws IOException {
        Path images = save("images", idx(random(18), 2, 3, 3), false);
        assertFails(images, save("labels", idx(new byte[3], 3), false), "3 labels for the 2 images");
    }

    private static Collected read(Path images, @Nullable Path labels) {
        Collected collected = new Collected();
        IdxReader reader = new IdxReader(NamedInput.of(images), labels == null ? null : NamedInput.of(labels));
        reader.read(collected, Progress.NONE);
        return collected;
    }

    private static void assertFails(Path images, @Nullable Path labels, String message) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> read(images, labels))
                .withMessageContaining(message)
                .withMessageContaining(folderName(labels == null ? images : labels));
    }

    private static String folderName(Path file) {
        return String.valueOf(file.getFileName());
    }

    private Path save(String name, byte[] content, boolean gzip) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = gzip ? new GZIPOutputStream(bytes) : bytes) {
            out.write(content);
        }
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }

    static byte[] idx(byte[] values, int... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
        bytes.putInt(0x0800 | dimensions.length);
        Arrays.stream(dimensions).forEach(bytes::putInt);
        return bytes.put(values).array();
    }

    private static byte[] random(int length) {
        byte[] values = new byte[length];
        new Random(length).nextBytes(values);
        return values;
    }
}

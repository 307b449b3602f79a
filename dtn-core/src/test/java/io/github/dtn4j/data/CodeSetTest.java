package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeSetTest {
    private static final float[][] CODES = {{1, -2.5f, 3}, {0, Float.MIN_VALUE, 7}};

    @TempDir
    Path folder;

    @Test
    void returnsWhatWasWritten() {
        try (CodeSet set = CodeSet.open(write())) {
            assertThat(set.count()).isEqualTo(2);
            assertThat(set.dimension()).isEqualTo(3);
            assertThat(set.code(0)).containsExactly(CODES[0]);
            assertThat(set.code(1)).containsExactly(CODES[1]);
            assertThatThrownBy(() -> set.code(2)).isInstanceOf(IndexOutOfBoundsException.class);
            set.verify();
        }
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        Path file = write();
        byte[] good = Files.readAllBytes(file);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> CodeSet.open(file).verify())
                    .withMessageContaining(file.toString());
        }
    }

    @Test
    void otherLengthsAreRefused() throws IOException {
        Path file = write();
        byte[] good = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, 64, good.length - 1, good.length + 1}) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> CodeSet.open(file))
                    .withMessageContaining(file.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, 3", "-1, 3", "0, 3", "2, 0", "2, -3", "2147483647, 65536", "2, 2147483647"})
    void absurdSizesUnderAValidChecksumAreRefused(long count, int dimension) throws IOException {
        Path file = write();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(8, count).putInt(16, dimension);
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, 60));
        bytes.putInt(60, (int) crc.getValue());
        Files.write(file, bytes.array());
        assertThatExceptionOfType(DtnException.class).isThrownBy(() -> CodeSet.open(file));
    }

    @Test
    void unfinishedWriterLeavesNothing() throws IOException {
        try (CodeSetWriter writer = CodeSetWriter.create(folder.resolve("a.codes"), 3)) {
            writer.add(CODES[0]);
            assertThatThrownBy(() -> writer.add(new float[2])).isInstanceOf(IllegalArgumentException.class);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private Path write() {
        Path file = folder.resolve("a.codes");
        try (CodeSetWriter writer = CodeSetWriter.create(file, 3)) {
            for (float[] code : CODES) {
                writer.add(code);
            }
            writer.finish();
        }
        return file;
    }
}

package io.github.dtn4j.faces;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.FileMutator;
import io.github.dtn4j.FileRows;
import io.github.dtn4j.faces.FaceShard.Face;
import io.github.dtn4j.faces.FaceShard.Rejected;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceShardTest {
    private static final int PIXELS_SIZE =
            4 + 2 + 1 + 4 + 4; // behind the magic number, the source "s", a count, a photo

    @TempDir
    Path folder;

    @Test
    void returnsWhatWasWritten() {
        FaceShard shard = FaceShard.read(write(), "s").orElseThrow();

        assertThat(shard.faces().get(0).photo()).isEqualTo(7);
        assertThat(shard.faces().get(0).pixels()).containsExactly(1, 2, 3);
        assertThat(shard.faces().get(0).code()).containsExactly(0.5f, -1);
        assertThat(shard.rejected()).containsExactly(new Rejected(8, "no face found"));
        assertThat(FaceShard.read(folder.resolve("a.part"), "other")).isEmpty();
    }

    @Test
    void aReasonMayHoldANameOfAnyLength() {
        FaceShard shard = new FaceShard(List.of(), List.of(new Rejected(0, "ü".repeat(100_000))));
        Path file = folder.resolve("long.part");
        shard.write(file, "s");

        assertThat(FaceShard.read(file, "s")).contains(shard);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1000, Integer.MAX_VALUE})
    void absurdSizesUnderAValidChecksumAreADamagedPart(int size) throws IOException {
        for (int place : new int[] {PIXELS_SIZE, PIXELS_SIZE + 4 + 3}) { // of the pixels, of the code
            Path file = write();
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).putInt(place, size);
            CRC32C crc = new CRC32C();
            crc.update(bytes.array(), 0, bytes.capacity() - 4);
            Files.write(
                    file,
                    bytes.putInt(bytes.capacity() - 4, (int) crc.getValue()).array());

            assertThat(FaceShard.read(file, "s")).isEmpty();
        }
    }

    @Tag("chaos")
    @Test
    void damageIsSeen() throws IOException {
        byte[] valid = Files.readAllBytes(write());
        int seeds = Integer.getInteger("dtn.fuzz", 100);
        for (int seed = 0; seed < seeds; seed++) {
            byte[] damaged = new FileMutator(seed).damage(valid);
            Path file = Files.write(folder.resolve("damaged.part"), damaged);

            assertThat(FaceShard.read(file, "s").isPresent()).isEqualTo(Arrays.equals(damaged, valid));
        }
        FileRows.count("shard of prepared faces", seeds, seeds);
    }

    private Path write() {
        Path file = folder.resolve("a.part");
        Face face = new Face(7, new byte[] {1, 2, 3}, new float[] {0.5f, -1});
        new FaceShard(List.of(face), List.of(new Rejected(8, "no face found"))).write(file, "s");
        return file;
    }
}

package io.github.dtn4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {
    @TempDir
    Path folder;

    @Test
    void checksumMatchesKnownVectors() {
        // RFC 3720, B.4: 32 zero bytes; the check value of the CRC catalogue: "123456789"
        assertThat(EventFile.crc32c(new byte[32])).isEqualTo(0x8A9136AA);
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(EventFile.crc32c(digits)).isEqualTo(0xE3069283);
        // 0xE3069283 rotated right by 15 is 0x2507C60D
        assertThat(TensorBoardWriter.maskedCrc(digits, 0, 9)).isEqualTo(0x2507C60D + 0xA282EAD8);
    }

    @Test
    void beginsWithVersionAndSessionStart() throws IOException {
        TensorBoardWriter.create(folder, 501).close();
        var events = EventFile.read(onlyFile());
        assertThat(EventFile.text(events.get(0).get(3).get(0))).isEqualTo("brain.Event:2");
        assertThat(events.get(1).get(2)).containsExactly(501L);
        assertThat(EventFile.message(events.get(1).get(7).get(0))).containsEntry(1, List.of(1L));
    }

    @Test
    void scalarsComeBack() throws IOException {
        try (TensorBoardWriter writer = TensorBoardWriter.create(folder, 1)) {
            writer.scalars(300, Map.of("loss/d", 1.25));
        }
        var event = EventFile.read(onlyFile()).get(2);
        assertThat(event.get(2)).containsExactly(300L);
        assertThat((Double) event.get(1).get(0)).as("wall time").isGreaterThan(1.7e9);
        var value =
                EventFile.message(EventFile.message(event.get(5).get(0)).get(1).get(0));
        assertThat(EventFile.text(value.get(1).get(0))).isEqualTo("loss/d");
        assertThat(value.get(2)).containsExactly(1.25f);
    }

    @Test
    void imagesComeBack() throws IOException {
        byte[] png = new byte[300]; // long enough for a length of two bytes
        png[299] = 7;
        try (TensorBoardWriter writer = TensorBoardWriter.create(folder, 1)) {
            writer.image(2, "samples", png, 34, 68);
        }
        var event = EventFile.read(onlyFile()).get(2);
        var value =
                EventFile.message(EventFile.message(event.get(5).get(0)).get(1).get(0));
        var image = EventFile.message(value.get(4).get(0));
        assertThat(EventFile.text(value.get(1).get(0))).isEqualTo("samples");
        assertThat(image)
                .containsEntry(1, List.of(34L))
                .containsEntry(2, List.of(68L))
                .containsEntry(3, List.of(3L));
        assertThat((byte[]) image.get(4).get(0)).isEqualTo(png);
    }

    @Test
    void twoStartsInOneSecondGiveTwoFiles() throws IOException {
        TensorBoardWriter.create(folder, 1).close();
        TensorBoardWriter.create(folder, 1).close();
        assertThat(files()).hasSize(2).allSatisfy(name -> assertThat(name).startsWith("events.out.tfevents."));
    }

    private Path onlyFile() throws IOException {
        List<String> names = files();
        assertThat(names).hasSize(1);
        return folder.resolve(names.get(0));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.image.Images;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BatchTransferTest {
    private static Service service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = Service.start().ready();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aZipOfPhotosBecomesAZipOfDrawings() throws IOException {
        Map<String, byte[]> photos = new LinkedHashMap<>();
        photos.put("people/ann.png", TestImages.face());
        photos.put("people/ann.jpg", TestImages.faceAsJpeg());
        photos.put("hills.png", TestImages.plain(100, 100));
        photos.put("notes.txt", TestImages.bytes("no image at all"));

        Service.TimedCall answer = service.drawZip(TestImages.zip(photos), "size=64");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/zip");
        Map<String, byte[]> drawings = unzipped(answer.body());
        assertThat(drawings).containsOnlyKeys("people/ann.png", "people/ann.jpg.png", "rejected.csv");
        assertThat(Images.decode(drawings.get("people/ann.png"), "the drawing").width())
                .isEqualTo(64);
        assertThat(new String(drawings.get("rejected.csv"), StandardCharsets.UTF_8))
                .startsWith("path,reason\n")
                .contains(
                        "\"hills.png\",\"no face",
                        "\"notes.txt\",\"the file is not a JPEG, PNG, WebP, BMP or GIF image\"");
    }

    @Test
    void moreThanAFewKeepTheirOrder() throws IOException {
        Map<String, byte[]> images = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            images.put(i + ".png", TestImages.plain(20 + i, 20));
        }

        Map<String, byte[]> drawings = unzipped(
                service.drawZip(TestImages.zip(images), "model=svhn-mnist").body());

        assertThat(drawings.keySet()).containsExactlyElementsOf(images.keySet());
    }

    @Test
    void aBadZipIsRefusedBeforeTheAnswerBegins() {
        byte[] zip = TestImages.zip(Map.of("../up.png", TestImages.face()));

        assertThat(service.drawZip(zip, "").problem()).isEqualTo("422 bad-zip");
    }

    @Test
    void aPhotoIsNoZip() {
        assertThat(service.send(service.post("/v1/transfer:batch", TestImages.face(), "image/png"))
                        .problem())
                .isEqualTo("415 unsupported-type");
    }

    private static Map<String, byte[]> unzipped(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }
}

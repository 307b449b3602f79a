package io.github.dtn4j.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dtn4j.DrawnFace;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.CodeSet;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.faces.PrepareFaces.Result;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareFacesTest {
    @TempDir
    Path folder;

    @Test
    void packsFacesCodesAndPeopleAndListsTheRest() throws IOException {
        Path photos = folder.resolve("photos");
        face(photos.resolve("bob/2.png"), 90);
        face(photos.resolve("ann/1.png"), 200);
        face(photos.resolve("alone.png"), 150);
        Files.writeString(photos.resolve("ann/broken.jpg"), "no image");
        Images.writePng(new Pixels(new byte[40 * 50], 40, 50, 1), photos.resolve("bob/wall.png"));
        zip(photos.resolve("more.zip"), "album/eve/3.png", Images.encodePng(DrawnFace.of(220, skin(120))));
        FaceFiles files = new FaceFiles(folder.resolve("out/x.images"));

        Result result = PrepareFaces.prepare(photos, files.images(), Progress.NONE);

        assertThat(result.faces()).isEqualTo(4);
        assertThat(result.people()).isEqualTo(4);
        assertThat(result.rejected()).isEqualTo(2);
        assertThat(files.readPeople()).containsExactly("alone", "ann", "bob", "eve");
        assertThat(files.rejected()).content().contains("ann/broken.jpg", "bob/wall.png", "no face found");
        assertThat(files.parts()).doesNotExist();
        try (ImageSet images = ImageSet.open(files.images());
                CodeSet codes = CodeSet.open(files.codes())) {
            assertThat(images.count()).isEqualTo(4);
            assertThat(images.height()).isEqualTo(64);
            assertThat(labels(images)).containsExactly(0, 1, 2, 3);
            assertThat(codes.count()).isEqualTo(4);
            assertThat(codes.dimension()).isEqualTo(128);
            codes.verify();
            double length = 0;
            for (float value : codes.code(3)) {
                length += value * value;
            }
            assertThat(Math.sqrt(length)).isCloseTo(1.4, within(0.3)); // as for photos of people
        }
    }

    @Test
    void goesOnWhereItWasStopped() {
        Path photos = folder.resolve("photos");
        for (int i = 0; i < 5; i++) {
            face(photos.resolve("person%d/1.png".formatted(i)), 80 + 30 * i);
        }
        FaceFiles straight = new FaceFiles(folder.resolve("straight.images"));
        FaceFiles resumed = new FaceFiles(folder.resolve("resumed.images"));
        PrepareFaces.prepare(photos, straight.images(), 2, Progress.NONE);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> PrepareFaces.prepare(photos, resumed.images(), 2, PrepareFacesTest::stopAtFour));
        assertThat(resumed.images()).doesNotExist();
        assertThat(resumed.parts()).isDirectoryContaining("glob:**/000000.part");
        List<Long> seen = new ArrayList<>();
        PrepareFaces.prepare(photos, resumed.images(), 2, (done, total) -> seen.add(done));

        assertThat(seen).containsExactly(4L, 5L);
        assertThat(resumed.images()).hasSameBinaryContentAs(straight.images());
        assertThat(resumed.codes()).hasSameBinaryContentAs(straight.codes());
        assertThat(resumed.people()).hasSameBinaryContentAs(straight.people());
    }

    private static void stopAtFour(long done, long total) {
        if (done == 4) {
            throw new IllegalStateException("killed");
        }
    }

    @Test
    void partsOfAnotherSourceAndDamagedPartsAreMadeAgain() throws IOException {
        Path photos = folder.resolve("photos");
        face(photos.resolve("a/1.png"), 100);
        face(photos.resolve("b/1.png"), 160);
        FaceFiles files = new FaceFiles(folder.resolve("x.images"));
        stopAfterTheFirstPart(photos, files);
        byte[] part = Files.readAllBytes(files.parts().resolve("000000.part"));
        part[part.length / 2] ^= 1;
        Files.write(files.parts().resolve("000000.part"), part);
        assertThat(photosReadAgain(photos, files)).isEqualTo(2);

        stopAfterTheFirstPart(photos, files);
        face(photos.resolve("c/1.png"), 220);
        assertThat(photosReadAgain(photos, files)).isEqualTo(3);
    }

    private static void stopAfterTheFirstPart(Path photos, FaceFiles files) {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> PrepareFaces.prepare(photos, files.images(), 1, (done, total) -> {
                    if (done == 2) {
                        throw new IllegalStateException("killed");
                    }
                }));
    }

    private static int photosReadAgain(Path photos, FaceFiles files) {
        List<Long> seen = new ArrayList<>();
        PrepareFaces.prepare(photos, files.images(), 1, (done, total) -> seen.add(done));
        return seen.size();
    }

    @Test
    void aSecondCallForTheSameSetIsRefused() {
        face(folder.resolve("photos/a/1.png"), 100);
        FaceFiles files = new FaceFiles(folder.resolve("x.images"));
        List<String> refused = new ArrayList<>();

        PrepareFaces.prepare(folder.resolve("photos"), files.images(), (done, total) -> {
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> PrepareFaces.prepare(folder.resolve("photos"), files.images(), Progress.NONE))
                    .satisfies(fault -> refused.add(fault.getMessage()));
        });

        assertThat(refused).isNotEmpty().allSatisfy(line -> assertThat(line).contains("works on", "x.parts"));
        assertThat(files.images()).exists();
        assertThat(files.parts()).doesNotExist();
    }

    @Test
    void whatElseLiesAmongThePartsStays() throws IOException {
        face(folder.resolve("photos/a/1.png"), 100);
        FaceFiles files = new FaceFiles(folder.resolve("x.images"));
        Files.createDirectories(files.parts());
        Path note = Files.writeString(files.parts().resolve("note.txt"), "mine");

        PrepareFaces.prepare(folder.resolve("photos"), files.images(), Progress.NONE);

        assertThat(note).exists();
        assertThat(files.parts()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void photosWithoutAnyFaceAreAnError() throws IOException {
        Files.writeString(folder.resolve("a.jpg"), "no image");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> PrepareFaces.prepare(folder, folder.resolve("x.images"), Progress.NONE))
                .withMessageContaining("no face was found in any of the 1 photos");
        assertThat(folder.resolve("x.images")).doesNotExist();
        assertThat(folder.resolve("x.rejected.csv")).content().contains("a.jpg");
    }

    @Test
    void facesOfOnePersonLieTogether() throws IOException {
        Path zip = Sources.fromEnvironment().dataFolder().resolve("faces/lfw128.zip");
        assumeTrue(Files.exists(zip), () -> "skipped: no " + zip);
        try (ZipFile photos = new ZipFile(zip.toFile())) {
            for (String name : List.of("George_W_Bush", "Colin_Powell", "Tony_Blair")) {
                for (int i = 1; i <= 4; i++) {
                    String file = "%s/%s_%04d.jpg".formatted(name, name, i);
                    ZipEntry entry = photos.stream()
                            .filter(e -> e.getName().endsWith(file))
                            .findFirst()
                            .orElseThrow();
                    Path copy = folder.resolve("lfw").resolve(file);
                    Files.createDirectories(copy.getParent());
                    Files.copy(photos.getInputStream(entry), copy);
                }
            }
        }
        FaceFiles files = new FaceFiles(folder.resolve("lfw.images"));
        PrepareFaces.prepare(folder.resolve("lfw"), files.images(), Progress.NONE);

        try (ImageSet images = ImageSet.open(files.images());
                CodeSet codes = CodeSet.open(files.codes())) {
            int hits = 0;
            for (int i = 0; i < images.count(); i++) {
                hits += images.label(nearest(codes, i)) == images.label(i) ? 1 : 0;
            }
            assertThat(images.count()).isEqualTo(12);
            assertThat(hits).isGreaterThanOrEqualTo(11);
        }
    }

    private static int nearest(CodeSet codes, int of) {
        int nearest = -1;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < codes.count(); i++) {
            double distance = 0;
            for (int k = 0; k < codes.dimension(); k++) {
                distance += Math.pow(codes.code(of)[k] - codes.code(i)[k], 2);
            }
            if (i != of && distance < least) {
                nearest = i;
                least = distance;
            }
        }
        return nearest;
    }

    private static List<Integer> labels(ImageSet images) {
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < images.count(); i++) {
            labels.add(images.label(i));
        }
        return labels;
    }

    private static void face(Path file, int tone) {
        Images.writePng(DrawnFace.of(200, skin(tone)), file);
    }

    private static Color skin(int tone) {
        return new Color(tone, tone * 4 / 5, tone * 2 / 3);
    }

    private static void zip(Path file, String entry, byte[] content) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(content);
        }
    }
}

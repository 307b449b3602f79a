package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dtn4j.DrawnFace;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.FaceFrame;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Photos of Labeled Faces in the Wild, laid at known places of larger ones. */
class FaceAlignerTest {
    private static final Path PHOTOS = Sources.fromEnvironment().dataFolder().resolve("faces/lfw128.zip");
    private static final int PHOTO = 128; // height and width of each
    private static final int SIDE = 150;
    private static final int BETWEEN_LIPS = 66; // a landmark

    private static FaceAligner aligner;

    @BeforeAll
    static void load() {
        aligner = new FaceAligner(SIDE);
    }

    @AfterAll
    static void release() {
        aligner.close();
    }

    @Test
    void findsNearlyAllFacesOfTightPhotos() throws IOException {
        List<Pixels> photos = photos(100);

        List<Optional<AlignedFace>> faces = aligner.largest(photos);

        assertThat(faces.stream().filter(Optional::isPresent).count()).isGreaterThanOrEqualTo(98);
        int upright = 0;
        for (AlignedFace face : faces.stream().flatMap(Optional::stream).toList()) {
            assertThat(face.crop().height()).isEqualTo(SIDE);
            assertThat(face.landmarks().leftEye().x()).isCloseTo(SIDE * FaceFrame.LEFT_EYE_X, within(0.01));
            assertThat(face.landmarks().rightEye().y()).isCloseTo(SIDE * FaceFrame.EYES_Y, within(0.01));
            upright += face.landmarks().points().get(BETWEEN_LIPS).y() > 0.6 * SIDE ? 1 : 0;
        }
        assertThat(upright).isGreaterThanOrEqualTo(95);
    }

    @Test
    void findsFacesWhereTheyWereLaid() throws IOException {
        List<Pixels> photos = photos(3);
        byte[] canvas = canvas(500, 900);
        paste(photos.get(0), canvas, 900, 40, 30);
        paste(photos.get(1), canvas, 900, 300, 250);
        paste(photos.get(2), canvas, 900, 700, 120);

        List<AlignedFace> faces =
                aligner.all(List.of(new Pixels(canvas, 500, 900, 3))).get(0);

        assertThat(faces).hasSize(3);
        assertThat(faces).anyMatch(face -> centreIsNear(face.box(), 40 + 64, 30 + 64));
        assertThat(faces).anyMatch(face -> centreIsNear(face.box(), 300 + 64, 250 + 64));
        assertThat(faces).anyMatch(face -> centreIsNear(face.box(), 700 + 64, 120 + 64));
    }

    @Test
    void alignsATurnedFace() {
        Pixels drawn = DrawnFace.of(300, new Color(225, 180, 150));

        AlignedFace upright = aligner.all(List.of(drawn)).get(0).get(0);
        AlignedFace turned = aligner.all(List.of(turn(drawn, 12))).get(0).get(0);

        assertThat(meanDifference(upright.crop(), turned.crop())).isLessThan(meanDifference(upright.crop(), drawn) / 2);
        assertThat(meanDifference(upright.crop(), turned.crop())).isLessThan(20); // of 255 levels
    }

    @Test
    void findsTheSameFacesInABatchAsOneByOne() throws IOException {
        List<Pixels> photos = new ArrayList<>(photos(5));
        photos.add(2, new Pixels(canvas(80, 60), 80, 60, 3));

        List<List<AlignedFace>> together = aligner.all(photos);

        for (int i = 0; i < photos.size(); i++) {
            List<AlignedFace> alone = aligner.all(List.of(photos.get(i))).get(0);
            assertThat(together.get(i)).hasSameSizeAs(alone);
            for (int face = 0; face < alone.size(); face++) {
                assertThat(meanDifference(
                                together.get(i).get(face).crop(),
                                alone.get(face).crop()))
                        .isLessThan(0.5);
            }
        }
        assertThat(together.get(2)).isEmpty();
    }

    private static Pixels turn(Pixels image, double degrees) {
        double a = Math.cos(Math.toRadians(degrees));
        double b = Math.sin(Math.toRadians(degrees));
        double middle = image.width() / 2.0;
        return new FaceFrame(image.width(), a, b, middle - (a - b) * middle, middle - (a + b) * middle).crop(image);
    }

    private static double meanDifference(Pixels a, Pixels b) {
        byte[] other = Images.resize(b, a.height(), a.width()).data();
        double sum = 0;
        for (int i = 0; i < other.length; i++) {
            sum += Math.abs((a.data()[i] & 0xFF) - (other[i] & 0xFF));
        }
        return sum / other.length;
    }

    private static boolean centreIsNear(Box box, double x, double y) {
        return Math.hypot(box.left() + box.width() / 2 - x, box.top() + box.height() / 2 - y) < 30;
    }

    private static byte[] canvas(int height, int width) {
        byte[] canvas = new byte[height * width * 3];
        for (int i = 0; i < canvas.length; i++) {
            canvas[i] = (byte) (90 + i / 3 / width * 60 / height);
        }
        return canvas;
    }

    private static void paste(Pixels photo, byte[] canvas, int width, int left, int top) {
        for (int y = 0; y < photo.height(); y++) {
            int row = photo.width() * 3;
            System.arraycopy(photo.data(), y * row, canvas, ((top + y) * width + left) * 3, row);
        }
    }

    private static List<Pixels> photos(int count) throws IOException {
        assumeTrue(Files.exists(PHOTOS), () -> "skipped: no " + PHOTOS);
        List<Pixels> photos = new ArrayList<>();
        try (ZipFile zip = new ZipFile(PHOTOS.toFile())) {
            var entries = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".jpg"))
                    .skip(3)
                    .iterator();
            for (int i = 0; photos.size() < count && entries.hasNext(); i++) {
                var entry = entries.next();
                if (i % 50 == 0) {
                    photos.add(Images.decode(zip.getInputStream(entry).readAllBytes(), entry.getName()));
                }
            }
        }
        assertThat(photos).hasSize(count).allMatch(photo -> photo.height() == PHOTO);
        return photos;
    }
}

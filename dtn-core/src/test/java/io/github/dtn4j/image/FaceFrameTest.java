package io.github.dtn4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceFrameTest {
    @ParameterizedTest
    @CsvSource({"30, 40, 50, 40", "30, 40, 45, 55", "200, 90, 120, 80"})
    void bringsTheEyesToTheirPlaces(double x1, double y1, double x2, double y2) {
        FaceFrame frame = FaceFrame.of(new Point(x1, y1), new Point(x2, y2), 100);

        assertClose(frame.toCrop(new Point(x1, y1)), 100 * FaceFrame.LEFT_EYE_X, 100 * FaceFrame.EYES_Y);
        assertClose(frame.toCrop(new Point(x2, y2)), 100 * FaceFrame.RIGHT_EYE_X, 100 * FaceFrame.EYES_Y);
        double distance = (FaceFrame.RIGHT_EYE_X - FaceFrame.LEFT_EYE_X) * 100;
        assertThat(frame.scale()).isCloseTo(Math.hypot(x2 - x1, y2 - y1) / distance, within(1e-9));
    }

    @Test
    void cropsAnUprightFaceAsItIs() {
        Pixels photo = dots(100);
        FaceFrame frame = FaceFrame.of(
                new Point(10 + 40 * FaceFrame.LEFT_EYE_X, 20 + 40 * FaceFrame.EYES_Y),
                new Point(10 + 40 * FaceFrame.RIGHT_EYE_X, 20 + 40 * FaceFrame.EYES_Y),
                40);

        Pixels crop = frame.crop(photo);

        assertThat(crop.height()).isEqualTo(40);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 40; x++) {
                assertThat(crop.data()[y * 40 + x]).isEqualTo(photo.data()[(y + 20) * 100 + x + 10]);
            }
        }
    }

    @Test
    void pixelsAndPointsTurnAlike() {
        byte[] data = new byte[100 * 100];
        for (int y = 58; y < 63; y++) {
            for (int x = 48; x < 53; x++) {
                data[y * 100 + x] = (byte) 255; // a square around (50.5, 60.5)
            }
        }
        FaceFrame frame = FaceFrame.of(new Point(40, 30), new Point(60, 50), 60);

        Pixels crop = frame.crop(new Pixels(data, 100, 100, 1));

        double x = 0;
        double y = 0;
        double sum = 0;
        for (int i = 0; i < 60 * 60; i++) {
            double weight = crop.data()[i] & 0xFF;
            x += weight * (i % 60 + 0.5);
            y += weight * (i / 60 + 0.5);
            sum += weight;
        }
        Point expected = frame.toCrop(new Point(50.5, 60.5));
        assertThat(x / sum).isCloseTo(expected.x(), within(0.1));
        assertThat(y / sum).isCloseTo(expected.y(), within(0.1));
    }

    @Test
    void fineDetailOfALargePhotoBecomesItsMean() {
        Pixels crop = FaceFrame.of(new Point(350, 450), new Point(650, 450), 40).crop(dots(1000));

        for (int i = 0; i < 40 * 40; i++) {
            assertThat(crop.data()[i] & 0xFF).isBetween(110, 145);
        }
    }

    @Test
    void repeatsTheBorderBeyondThePhoto() {
        byte[] half = new byte[20 * 20];
        Arrays.fill(half, 200, 400, (byte) 200); // the lower half is bright
        Pixels crop = FaceFrame.of(new Point(8, 2), new Point(12, 2), 64).crop(new Pixels(half, 20, 20, 1));

        assertThat(crop.data()[0]).isZero();
        assertThat(FaceFrame.of(new Point(8, 18), new Point(12, 18), 64)
                        .crop(new Pixels(half, 20, 20, 1))
                        .data())
                .endsWith((byte) 200);
    }

    /** A chessboard whose fields are single pixels. */
    private static Pixels dots(int side) {
        byte[] data = new byte[side * side];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) ((i / side + i % side) % 2 * 255);
        }
        return new Pixels(data, side, side, 1);
    }

    private static void assertClose(Point point, double x, double y) {
        assertThat(point.x()).isCloseTo(x, within(1e-9));
        assertThat(point.y()).isCloseTo(y, within(1e-9));
    }
}

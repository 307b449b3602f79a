package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.image.Landmarks;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.image.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Photos are painted here as plain areas, at the places that landmarks name. */
class PhotoReaderTest {
    private static final int SIDE = 100;
    private static final int SKIN = 0xD8A88A;
    private static final int BROWN = 0x4A3020;

    private final byte[] canvas = new byte[3 * SIDE * SIDE];

    @Test
    void aDarkerFaceIsDarker() {
        double light = face(SKIN, BROWN).read().skinTone();
        double dark = face(0x6A4434, BROWN).read().skinTone();
        assertThat(dark).isLessThan(light - 15);
    }

    @Test
    void weakLightMovesTheSkinToneLessThanTheSkinsLightness() {
        VisibleTraits bright = face(SKIN, BROWN).read();
        for (int i = 0; i < canvas.length; i++) {
            canvas[i] = (byte) ((canvas[i] & 0xFF) * 0.6);
        }
        double change = bright.skinTone() - read().skinTone();
        double skinAlone =
                Lab.of(0xD8, 0xA8, 0x8A).l() - Lab.of(0x81, 0x64, 0x52).l();
        assertThat(change).isLessThan(0.4 * skinAlone);
    }

    @Test
    void hairIsSeenAboveTheForeheadAndBesideTheJaw() {
        VisibleTraits brown = face(SKIN, BROWN).read();
        assertThat(face(SKIN, 0xE8E0D0).read().hairColour()).isGreaterThan(brown.hairColour() + 30);
        VisibleTraits longHaired = face(SKIN, BROWN)
                .fill(0, 40, 15, 100, BROWN)
                .fill(85, 40, 100, 100, BROWN)
                .read();
        assertThat(longHaired.hairLength()).isGreaterThan(brown.hairLength() + 0.5);
    }

    @Test
    void aBaldHeadHasNoColourOfHair() {
        VisibleTraits bald = face(SKIN, SKIN).read();
        assertThat(bald.hairColour()).isNaN();
        assertThat(bald.hairLength()).isZero();
    }

    @Test
    void aBeardIsDarkOnTheChinAndGlassesAreAnEdgeOnTheBridge() {
        VisibleTraits plain = face(SKIN, BROWN).read();
        VisibleTraits bearded =
                fill(35, 84, 65, 97, BROWN).fill(40, 62, 60, 69, BROWN).read();
        assertThat(bearded.beard()).isGreaterThan(plain.beard() + 20);
        assertThat(face(SKIN, BROWN).fill(40, 38, 60, 40, 0x101010).read().glasses())
                .isGreaterThan(plain.glasses() + 20);
    }

    @Test
    void mouthAndWidthAreMeasuredBetweenLandmarks() {
        face(SKIN, BROWN);
        VisibleTraits closed = PhotoReader.read(image(), landmarks(0, 60));
        VisibleTraits open = PhotoReader.read(image(), landmarks(10, 60));
        VisibleTraits wide = PhotoReader.read(image(), landmarks(0, 76));
        assertThat(closed.mouthOpen()).isZero();
        assertThat(open.mouthOpen()).isGreaterThan(0.1);
        assertThat(wide.faceWidth()).isGreaterThan(closed.faceWidth());
    }

    /** A face before a green wall, with white eyes and red lips. */
    private PhotoReaderTest face(int skin, int hair) {
        return fill(0, 0, 100, 100, 0x408050)
                .fill(18, 0, 82, 30, hair)
                .fill(18, 12, 82, 100, skin)
                .fill(30, 37, 40, 42, 0xE8E8E8)
                .fill(60, 37, 70, 42, 0xE8E8E8)
                .fill(40, 72, 60, 80, 0xA85A55);
    }

    private PhotoReaderTest fill(int left, int top, int right, int bottom, int rgb) {
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int at = 3 * (y * SIDE + x);
                canvas[at] = (byte) (rgb >> 16);
                canvas[at + 1] = (byte) (rgb >> 8);
                canvas[at + 2] = (byte) rgb;
            }
        }
        return this;
    }

    private Pixels image() {
        return new Pixels(canvas.clone(), SIDE, SIDE, 3);
    }

    private VisibleTraits read() {
        return PhotoReader.read(image(), landmarks(0, 60));
    }

    private static Landmarks landmarks(double openMouth, double width) {
        List<Point> points = new ArrayList<>(Collections.nCopies(Landmarks.COUNT, new Point(50, 50)));
        for (int i = 0; i <= 16; i++) { // jaw
            double angle = Math.PI * i / 16;
            points.set(i, new Point(50 - width / 2 * Math.cos(angle), 42 + 56 * Math.sin(angle)));
        }
        points.set(19, new Point(35, 30));
        points.set(27, new Point(50, 40));
        points.set(28, new Point(50, 45));
        points.set(31, new Point(45, 60));
        points.set(33, new Point(50, 60));
        points.set(35, new Point(55, 60));
        set(points, 36, 30, 37, 38, 40, 42);
        set(points, 42, 60, 37, 68, 70, 42);
        points.set(49, new Point(42, 74));
        points.set(51, new Point(50, 70));
        points.set(53, new Point(58, 74));
        points.set(57, new Point(50, 80));
        points.set(62, new Point(50, 75));
        points.set(66, new Point(50, 75 + openMouth));
        return new Landmarks(points);
    }

    /** The four points of an eye that count, from {@code first} on. */
    private static void set(
            List<Point> points, int first, double left, double top, double inner, double right, double bottom) {
        points.set(first, new Point(left, (top + bottom) / 2));
        points.set(first + 1, new Point(inner, top));
        points.set(first + 3, new Point(right, (top + bottom) / 2));
        points.set(first + 4, new Point(inner, bottom));
        points.set(first + 5, new Point(left + 2, bottom));
    }
}

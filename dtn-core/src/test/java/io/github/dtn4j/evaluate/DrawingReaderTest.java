package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.data.CartoonFace;
import io.github.dtn4j.data.CartoonFaces;
import io.github.dtn4j.data.CartoonFeature;
import io.github.dtn4j.data.FacialHair;
import io.github.dtn4j.data.HairLength;
import io.github.dtn4j.image.Pixels;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the reader sees in drawings against what is known of them. */
class DrawingReaderTest {
    private static final int COUNT = 300;
    private static final int SIDE = 64;
    private static final Set<String> OPEN_MOUTHS = Set.of("angry", "mouth", "mouth7", "smile", "smile2", "smile3");

    private static List<CartoonFace> faces;
    private static List<VisibleTraits> read;

    @BeforeAll
    static void draw() {
        CartoonFaces cartoons = new CartoonFaces(11);
        DrawingReader reader = new DrawingReader();
        faces = IntStream.range(0, COUNT).mapToObj(cartoons::face).toList();
        read = faces.parallelStream()
                .map(face -> reader.read(cartoons.draw(face, SIDE)))
                .toList();
    }

    @Test
    void skinToneIsThatOfTheSkin() {
        assertThat(correlation(VisibleTraits::skinTone, face -> lightness(face.skinRgb())))
                .isGreaterThan(0.98);
    }

    @Test
    void hairColourIsThatOfTheHair() {
        int[] haired = IntStream.range(0, COUNT)
                .filter(i -> faces.get(i).hairLength() != HairLength.NONE)
                .filter(i -> !Double.isNaN(read.get(i).hairColour()))
                .toArray();
        assertThat(haired).hasSizeGreaterThan(COUNT * 8 / 10);
        assertThat(RankCorrelation.spearman(
                        IntStream.of(haired)
                                .mapToDouble(i -> read.get(i).hairColour())
                                .toArray(),
                        IntStream.of(haired)
                                .mapToDouble(i -> lightness(faces.get(i).hairRgb()))
                                .toArray()))
                .isGreaterThan(0.97);
    }

    @Test
    void hairLengthAndFaceWidthFollowTheirs() {
        assertThat(correlation(
                        VisibleTraits::hairLength, face -> face.hairLength().ordinal()))
                .isGreaterThan(0.55);
        assertThat(correlation(VisibleTraits::faceWidth, CartoonFace::faceWidth))
                .isGreaterThan(0.7);
    }

    @Test
    void beardGlassesAndOpenMouthsAreToldFromTheirAbsence() {
        assertThat(accuracy(VisibleTraits::glasses, CartoonFace::glasses)).isGreaterThan(0.9);
        assertThat(accuracy(VisibleTraits::mouthOpen, DrawingReaderTest::mouthOpen))
                .isGreaterThan(0.8);
        assertThat(accuracy(VisibleTraits::beard, DrawingReaderTest::bearded)).isGreaterThan(0.8);
    }

    @Test
    void theSizeOfTheDrawingDoesNotMatter() {
        CartoonFaces cartoons = new CartoonFaces(11);
        Pixels large = cartoons.draw(faces.get(0), 256);
        assertThat(new DrawingReader().read(large).skinTone())
                .isCloseTo(read.get(0).skinTone(), within(1.0));
    }

    private static boolean bearded(CartoonFace face) {
        return face.facialHair() != FacialHair.NONE && face.facialHair() != FacialHair.SIDEBURNS;
    }

    private static boolean mouthOpen(CartoonFace face) {
        return OPEN_MOUTHS.contains(face.part(CartoonFeature.MOUTH).id());
    }

    private static double lightness(int rgb) {
        return Lab.of(rgb >> 16, rgb >> 8 & 255, rgb & 255).l();
    }

    private static double correlation(ToDoubleFunction<VisibleTraits> trait, ToDoubleFunction<CartoonFace> truth) {
        return RankCorrelation.spearman(
                read.stream().mapToDouble(trait).toArray(),
                faces.stream().mapToDouble(truth).toArray());
    }

    /** With as many called yes as there are. */
    private static double accuracy(ToDoubleFunction<VisibleTraits> trait, Predicate<CartoonFace> truth) {
        double share = faces.stream().filter(truth).count() / (double) COUNT;
        return BalancedAccuracy.of(
                faces.stream().mapToDouble(face -> truth.test(face) ? 1 : 0).toArray(),
                read.stream().mapToDouble(trait).toArray(),
                share);
    }
}

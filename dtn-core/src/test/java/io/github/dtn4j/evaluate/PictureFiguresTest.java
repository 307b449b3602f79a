package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.image.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * Discs on white, drawn by integer arithmetic alone. The numbers named golden were computed from the same images by an
 * implementation in numpy, which compares 2,001 quantiles.
 */
class PictureFiguresTest {
    private static final int SIDE = 24;

    @Test
    void greyImagesHaveTheGoldenFigures() {
        List<Pixels> real = discs(1, 600, 1, 0);
        Grain drawn = Grain.of(discs(2, 520, 1, 6));
        Grain half = Grain.of(real.subList(0, 300));
        Grain other = Grain.of(real.subList(300, 600));

        assertThat(other.distance(half)).isCloseTo(0.07017, Percentage.withPercentage(2));
        assertThat(drawn.distance(half.plus(other))).isCloseTo(0.20560, Percentage.withPercentage(2));
        assertThat(half.plus(other).flat()).isCloseTo(0.13486, within(1e-5));
        assertThat(drawn.flat()).isCloseTo(0.00723, within(1e-5));
    }

    @Test
    void colouredImagesHaveTheGoldenFigures() {
        List<Pixels> real = discs(1, 600, 3, 0);
        List<Pixels> drawn = discs(2, 520, 3, 3);
        PictureFigures figures = PictureFigures.measure(drawn, 20, new PictureFigures.Reference(real, 100));

        assertThat(Grain.of(real.subList(300, 600)).distance(Grain.of(real.subList(0, 300))))
                .isCloseTo(0.03684, Percentage.withPercentage(2));
        assertThat(figures.grain()).isCloseTo(0.03766, Percentage.withPercentage(2));
        assertThat(figures.realFlat()).isCloseTo(0.00544, within(1e-5));
        assertThat(figures.flat()).isCloseTo(0.00066, within(1e-5));
        assertThat(figures.diversity()).isBetween(0.8, 1.2);
        assertThat(figures).hasToString(figures.line() + "; " + figures.counts());
        assertThat(figures.counts())
                .isEqualTo("520 drawings (20 of unseen images) beside 600 real images (100 unseen)");
        assertThat(figures.scalars()).containsOnlyKeys("picture/grain", "picture/flat", "picture/diversity");
    }

    @Test
    void halvesOfSortedRealImagesAreAlike() {
        List<Pixels> sorted = new ArrayList<>(discs(1, 300, 1, 0));
        sorted.addAll(discs(1, 300, 1, 8));
        assertThat(PictureFigures.measure(sorted, 0, new PictureFigures.Reference(sorted, 0))
                        .realGrain())
                .isLessThan(0.1);
        assertThat(Grain.of(sorted.subList(0, 300)).distance(Grain.of(sorted.subList(300, 600))))
                .isGreaterThan(0.2);
    }

    @Test
    void noiseAndSoftnessRaiseGrain() {
        PictureFigures.Reference real = new PictureFigures.Reference(discs(1, 600, 1, 0), 0);
        List<Pixels> clean = discs(2, 600, 1, 0);
        double none = grain(clean, real);

        assertThat(grain(discs(2, 600, 1, 8), real)).isGreaterThan(none + 0.1);
        assertThat(grain(clean.stream().map(PictureFiguresTest::soft).toList(), real))
                .isGreaterThan(none + 0.1);
        assertThat(grain(clean.subList(0, 550), real)).isCloseTo(none, within(0.03));
    }

    @Test
    void drawingsThatAllLookAlikeHaveLittleDiversity() {
        PictureFigures.Reference real = new PictureFigures.Reference(discs(1, 600, 1, 0), 0);
        List<Pixels> one = discs(2, 1, 1, 0);
        List<Pixels> alike = IntStream.range(0, 600).mapToObj(i -> one.get(0)).toList();
        List<Pixels> few = discs(2, 20, 1, 0);
        List<Pixels> twenty =
                IntStream.range(0, 600).mapToObj(i -> noisy(few.get(i % 20), i)).toList();

        assertThat(PictureFigures.measure(alike, 0, real).diversity()).isCloseTo(0, within(0.01));
        assertThat(PictureFigures.measure(twenty, 0, real).diversity()).isBetween(0.001, 0.2);
        assertThat(PictureFigures.measure(discs(2, 600, 1, 0), 0, real).diversity())
                .isCloseTo(1, within(0.2));
        assertThat(PictureFigures.measure(discs(2, 600, 1, 0), 0, new PictureFigures.Reference(alike, 0))
                        .diversity())
                .isNull();
    }

    @Test
    void largeImagesAreReducedBeforeTheyAreCompared() {
        List<Pixels> small = List.of(flat(32, 0), flat(32, 51), flat(32, 255));
        List<Pixels> large = List.of(flat(72, 0), flat(72, 51), flat(72, 255));
        assertThat(Diversity.nearest(small)).isCloseTo(0.4, within(1e-3));
        assertThat(Diversity.nearest(large)).isCloseTo(0.4, within(1e-3));
    }

    @Test
    void fewImagesGiveNoNumber() {
        List<Pixels> enough = discs(1, 500, 1, 0);
        List<Pixels> few = enough.subList(0, 499);
        for (PictureFigures figures : List.of(
                PictureFigures.measure(few, 499, new PictureFigures.Reference(enough, 0)),
                PictureFigures.measure(enough, 0, new PictureFigures.Reference(few, 0)))) {
            assertThat(figures.grain()).isNull();
            assertThat(figures.diversity()).isNull();
            assertThat(figures.scalars()).isEmpty();
            assertThat(figures.line()).contains("too few to compare");
        }
        assertThat(PictureFigures.measure(enough, 0, new PictureFigures.Reference(enough, 0))
                        .grain())
                .isZero();
    }

    private static double grain(List<Pixels> drawn, PictureFigures.Reference real) {
        Double grain = PictureFigures.measure(drawn, 0, real).grain();
        assertThat(grain).isNotNull();
        return grain;
    }

    private static List<Pixels> discs(int seed, int count, int channels, int noise) {
        List<Pixels> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[SIDE * SIDE * channels];
            long cx = below(SIDE, seed, i, 1);
            long cy = below(SIDE, seed, i, 2);
            long r = below(SIDE / 2, seed, i, 3) + 2;
            for (int p = 0; p < data.length; p++) {
                int c = p % channels;
                int x = p / channels % SIDE;
                int y = p / channels / SIDE;
                int light = (int) below(200, seed, i, 4, c);
                int level = (x - cx) * (x - cx) + (y - cy) * (y - cy) < r * r ? light : 255;
                level -= (x + 2 * y) % 7 == 0 ? light / 8 : 0;
                level += noise == 0 ? 0 : (int) below(2 * noise + 1, seed, i, y, x, c) - noise;
                data[p] = (byte) Math.max(0, Math.min(255, level));
            }
            images.add(new Pixels(data, SIDE, SIDE, channels));
        }
        return images;
    }

    private static long below(int bound, int... keys) {
        long hash = 0;
        for (int key : keys) {
            hash = (hash ^ key) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return Long.remainderUnsigned(hash, bound);
    }

    private static Pixels soft(Pixels image) {
        byte[] data = image.data().clone();
        for (int p = SIDE; p < data.length - SIDE; p++) {
            data[p] = (byte)
                    (((image.data()[p - SIDE] & 0xff) + 2 * (image.data()[p] & 0xff) + (image.data()[p + SIDE] & 0xff))
                            / 4);
        }
        return new Pixels(data, SIDE, SIDE, 1);
    }

    private static Pixels noisy(Pixels image, int seed) {
        byte[] data = image.data().clone();
        for (int p = 0; p < data.length; p++) {
            data[p] = (byte) Math.max(0, (data[p] & 0xff) - below(4, seed, p));
        }
        return new Pixels(data, SIDE, SIDE, 1);
    }

    private static Pixels flat(int side, int level) {
        byte[] data = new byte[side * side];
        java.util.Arrays.fill(data, (byte) level);
        return new Pixels(data, side, side, 1);
    }
}

package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreetDigitsTest {
    private final StreetDigits digits = new StreetDigits(7);

    @Test
    void anImageDependsOnSeedAndIndexOnly() {
        LabelledImage first = digits.sample(41);
        digits.sample(3); // what was drawn in between does not matter
        LabelledImage again = new StreetDigits(7).sample(41);
        assertThat(again.image().data()).isEqualTo(first.image().data());
        assertThat(again.label()).isEqualTo(first.label());
    }

    @Test
    void otherSeedsAndIndicesGiveOtherImages() {
        byte[] image = digits.sample(41).image().data();
        assertThat(new StreetDigits(8).sample(41).image().data()).isNotEqualTo(image);
        assertThat(digits.sample(42).image().data()).isNotEqualTo(image);
    }

    @Test
    void threadsDrawTheSameSequenceAsOne() {
        int[] labels = IntStream.range(0, 64).map(i -> digits.sample(i).label()).toArray();
        assertThat(IntStream.range(0, 64)
                        .parallel()
                        .map(i -> digits.sample(i).label())
                        .toArray())
                .isEqualTo(labels);
    }

    @Test
    void labelsAreUniform() {
        int[] counts = new int[10];
        for (int i = 0; i < 1000; i++) {
            counts[digits.sample(i).label()]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(65, 135); // 100 +- 3.7 deviations
        }
    }

    @Test
    void imagesHaveTheShapeAndTheContrastOfSvhnCrops() {
        for (int i = 0; i < 200; i++) {
            LabelledImage sample = digits.sample(i);
            assertThat(sample.image().height()).isEqualTo(32);
            assertThat(sample.image().width()).isEqualTo(32);
            assertThat(sample.image().channels()).isEqualTo(3);
            assertThat(brightness(sample).max - brightness(sample).min).isGreaterThan(15);
        }
    }

    @Test
    void inkIsDarkOnLightAndLightOnDark() {
        int darkCentres = 0;
        for (int i = 0; i < 200; i++) {
            darkCentres += brightness(digits.sample(i)).centreIsDarker ? 1 : 0;
        }
        assertThat(darkCentres).isBetween(50, 150);
    }

    @Test
    void negativeIndexIsRefused() {
        assertThatThrownBy(() -> digits.sample(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private record Brightness(double min, double max, boolean centreIsDarker) {}

    /** The green channel: its extremes, and the middle 16 x 8 pixels against the whole. */
    private static Brightness brightness(LabelledImage sample) {
        double min = 255;
        double max = 0;
        double all = 0;
        double centre = 0;
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                double green = sample.image().data()[(y * 32 + x) * 3 + 1] & 255;
                min = Math.min(min, green);
                max = Math.max(max, green);
                all += green / 1024;
                centre += y >= 8 && y < 24 && x >= 12 && x < 20 ? green / 128 : 0;
            }
        }
        return new Brightness(min, max, centre < all);
    }
}

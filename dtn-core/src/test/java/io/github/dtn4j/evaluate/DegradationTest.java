package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.image.Pixels;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DegradationTest {
    @Test
    void takesTheFineTextureAndLeavesTheDrawing() {
        Pixels plain = halves(0);
        Pixels speckled = halves(8);
        for (Degradation degradation : Degradation.values()) {
            Pixels degraded = degradation.apply(speckled);
            assertThat(degraded.data()).hasSameSizeAs(speckled.data());
            assertThat(difference(degraded, plain))
                    .as(degradation.name())
                    .isLessThan(0.75 * difference(speckled, plain));
            assertThat(difference(degradation.apply(plain), plain)).isLessThan(2);
        }
    }

    @Test
    void keepsTheOrderOfDrawings() {
        List<Pixels> degraded = Degradation.JPEG50.apply(List.of(halves(0), halves(60)));
        assertThat(difference(degraded.get(0), halves(0))).isLessThan(difference(degraded.get(1), halves(0)));
    }

    @Test
    void anImageOf32PixelsIsNotChangedByGoingDownToThem() {
        byte[] noise = new byte[32 * 32 * 3];
        new SplittableRandom(5).nextBytes(noise);
        assertThat(Degradation.DOWN32.apply(new Pixels(noise, 32, 32, 3)).data())
                .isEqualTo(noise);
    }

    /** A light and a dark half, each pixel lighter or darker by {@code speckle}. */
    private static Pixels halves(int speckle) {
        byte[] data = new byte[64 * 64 * 3];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 64 * 64; i++) {
            int level = (i % 64 < 32 ? 80 : 170) + (random.nextBoolean() ? speckle : -speckle);
            for (int c = 0; c < 3; c++) {
                data[3 * i + c] = (byte) level;
            }
        }
        return new Pixels(data, 64, 64, 3);
    }

    private static double difference(Pixels a, Pixels b) {
        double sum = 0;
        for (int i = 0; i < a.data().length; i++) {
            sum += Math.abs((a.data()[i] & 0xFF) - (b.data()[i] & 0xFF));
        }
        return sum / a.data().length;
    }
}

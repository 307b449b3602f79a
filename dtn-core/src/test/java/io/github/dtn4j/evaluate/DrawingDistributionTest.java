package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DrawingDistributionTest {
    @Test
    void drawingsLikeTheRealOnesAreAsNearAsThese() {
        DrawingDistribution same = DrawingDistribution.measure("noise", normal(200, 0, 1), normal(400, 0, 1), 5);
        DrawingDistribution shifted = DrawingDistribution.measure("noise", normal(200, 1, 1), normal(400, 0, 1), 5);
        assertThat(same.reference()).isEqualTo(200);
        assertThat(same.model().value()).isCloseTo(same.real().value(), within(0.1));
        assertThat(shifted.model().value()).isGreaterThan(same.model().value() + 1);
        assertThat(shifted.real()).isEqualTo(same.real());
    }

    @Test
    void theScaleOfTheFeaturesDoesNotMatter() {
        DrawingDistribution small = DrawingDistribution.measure("noise", normal(200, 1, 1), normal(400, 0, 1), 5);
        DrawingDistribution large = DrawingDistribution.measure("noise", normal(200, 1, 1000), normal(400, 0, 1000), 5);
        assertThat(large.model().value()).isCloseTo(small.model().value(), within(1e-3));
    }

    private static float[][] normal(int rows, double mean, double scale) {
        Random random = new Random(rows);
        float[][] features = new float[rows][8];
        for (float[] row : features) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (scale * (random.nextGaussian() + mean));
            }
        }
        return features;
    }
}

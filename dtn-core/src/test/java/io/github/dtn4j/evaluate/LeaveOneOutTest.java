package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LeaveOneOutTest {
    // Seen from their mean, (0, 0): two to the right, two upwards, one to the left and below all alone.
    private static final float[][] POINTS = {{4, 0.5f}, {3, 0}, {0, 4}, {0.5f, 3}, {-7.5f, -7.5f}};

    @Test
    void imageCountsWhereItsNearestOtherOneHasItsLabel() {
        assertThat(LeaveOneOut.share(POINTS, new int[] {1, 1, 2, 2, 3})).isEqualTo(0.8);
        assertThat(LeaveOneOut.share(POINTS, new int[] {1, 2, 1, 2, 3})).isZero();
        assertThat(LeaveOneOut.share(POINTS, new int[] {1, 1, 1, 1, 1})).isOne();
    }

    @Test
    void twoImagesAreTheFewest() {
        assertThat(LeaveOneOut.share(new float[][] {{1, 0}, {0, 1}}, new int[] {5, 5}))
                .isOne();
        assertThatIllegalArgumentException().isThrownBy(() -> LeaveOneOut.share(new float[][] {{1}}, new int[] {1}));
        assertThatIllegalArgumentException().isThrownBy(() -> LeaveOneOut.share(POINTS, new int[] {1, 1}));
    }
}

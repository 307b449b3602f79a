package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.DtnException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeopleSplitTest {
    private static final List<String> NAMES =
            IntStream.range(0, 20_000).mapToObj(i -> "Person_" + i).toList();

    @Test
    void shareIsKeptApart() {
        for (double share : new double[] {0.1, 0.5}) {
            assertThat(count(new PeopleSplit(share, 1)) / 20_000.0).isCloseTo(share, within(0.01));
        }
        assertThat(count(new PeopleSplit(0, 1))).isZero();
        assertThat(count(new PeopleSplit(1, 1))).isEqualTo(20_000);
    }

    @Test
    void largerShareKeepsThoseOfTheSmallerOneApartToo() {
        PeopleSplit small = new PeopleSplit(0.1, 7);
        PeopleSplit large = new PeopleSplit(0.2, 7);
        assertThat(NAMES.stream().filter(small::heldOut)).allMatch(large::heldOut);
    }

    @Test
    void seedsChooseIndependently() {
        PeopleSplit one = new PeopleSplit(0.1, 1);
        PeopleSplit two = new PeopleSplit(0.1, 2);
        long both = NAMES.stream()
                .filter(name -> one.heldOut(name) && two.heldOut(name))
                .count();
        assertThat(both / 20_000.0).isCloseTo(0.01, within(0.004));
    }

    @Test
    void impossibleShareIsRefused() {
        for (double share : new double[] {1.1, -0.1, Double.NaN}) {
            assertThatExceptionOfType(DtnException.class).isThrownBy(() -> new PeopleSplit(share, 1));
        }
    }

    private static long count(PeopleSplit split) {
        return NAMES.stream().filter(split::heldOut).count();
    }
}

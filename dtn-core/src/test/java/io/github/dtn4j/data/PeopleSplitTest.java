package io.github.dtn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeopleSplitTest {
    @Test
    void holdsOutTheShareOfPeople() {
        assertThat(heldOut(new PeopleSplit(0.2, 1))).isBetween(1900L, 2100L);
        assertThat(heldOut(new PeopleSplit(0, 1))).isZero();
        assertThat(heldOut(new PeopleSplit(1, 1))).isEqualTo(10_000);
    }

    @Test
    void moreHeldOutMeansTheSamePeopleAndOthers() {
        PeopleSplit few = new PeopleSplit(0.1, 7);
        PeopleSplit more = new PeopleSplit(0.3, 7);
        assertThat(names().filter(few::heldOut)).isNotEmpty().allMatch(more::heldOut);
    }

    @Test
    void theSeedDecidesWho() {
        PeopleSplit split = new PeopleSplit(0.5, 1);
        PeopleSplit other = new PeopleSplit(0.5, 2);
        long both = names().filter(split::heldOut).filter(other::heldOut).count();
        assertThat(both).isBetween(2300L, 2700L);
        assertThat(split.heldOut("Ada Lovelace")).isEqualTo(new PeopleSplit(0.5, 1).heldOut("Ada Lovelace"));
    }

    @Test
    void refusesWhatIsNoShare() {
        assertThatExceptionOfType(DtnException.class).isThrownBy(() -> new PeopleSplit(1.5, 1));
        assertThatExceptionOfType(DtnException.class).isThrownBy(() -> new PeopleSplit(Double.NaN, 1));
    }

    private static long heldOut(PeopleSplit split) {
        return names().filter(split::heldOut).count();
    }

    private static Stream<String> names() {
        return IntStream.range(0, 10_000).mapToObj(i -> "person " + i);
    }
}

package io.github.dtn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void tenthsAreTakenBetweenTheWords() {
        Pace pace = new Pace(1000);
        pace.note(5, 20); // the start took five seconds
        pace.note(6, 60);
        pace.note(8, 140);
        pace.note(10, 860);
        pace.note(12, 940);
        pace.note(13, 980);
        assertThat(pace.firstTenth()).isCloseTo(40, within(1e-9)); // 20 at 5 s, 100 at 7 s
        assertThat(pace.lastTenth()).isCloseTo(40, within(1e-9)); // 900 at 11 s, 980 at 13 s
    }

    @Test
    void aJobOfAMomentHasNoPace() {
        Pace pace = new Pace(1000);
        assertThat(pace.firstTenth()).isNull();
        pace.note(1, 500);
        assertThat(pace.firstTenth()).isNull();
        assertThat(pace.lastTenth()).isNull();
    }
}

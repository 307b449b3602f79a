package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void everySeedPurposeAndStepHasNumbersOfItsOwn() {
        Set<Long> seen = new HashSet<>();
        for (long seed = -3; seed <= 3; seed++) {
            for (String purpose : new String[] {"initialise", "noise", "view", "source", "target"}) {
                for (long step = 0; step < 100; step++) {
                    assertThat(seen.add(Seeds.mix(seed, purpose, step))).isTrue();
                }
            }
        }
    }

    @Test
    void numbersCanBeDrawnAgain() {
        assertThat(Seeds.at(1, "noise", 5).nextLong())
                .isEqualTo(Seeds.at(1, "noise", 5).nextLong());
    }
}

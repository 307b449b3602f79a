package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.run.PseudoLabels.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class PseudoLabelsTest {
    private static final List<Reading> READINGS = List.of(
            new Reading(0, 1, 0.6f),
            new Reading(1, 0, 0.5f),
            new Reading(2, 1, 0.9f),
            new Reading(3, 1, 0.99f),
            new Reading(4, 1, 0.9f),
            new Reading(5, 1, 0.7f),
            new Reading(6, 0, 0.4f),
            new Reading(7, 0, 0.8f));

    @Test
    void takesTheSurestOfEachClassInTheOrderOfTheImages() {
        assertThat(PseudoLabels.surest(READINGS, 2, 0.5))
                .extracting(Reading::image)
                .containsExactly(1, 2, 3, 7);
    }

    @Test
    void aClassThatIsSeldomReadGivesAllItHas() {
        assertThat(PseudoLabels.surest(READINGS, 2, 1.0))
                .extracting(Reading::image)
                .containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void takesOneOfEachClassAtLeast() {
        assertThat(PseudoLabels.surest(READINGS, 2, 0.01))
                .extracting(Reading::image)
                .containsExactly(3, 7);
    }
}

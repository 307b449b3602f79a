package io.github.dtn4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The curves over a run of 100 steps. */
class ScheduleTest {
    private static final long STEPS = 100;

    @ParameterizedTest
    @CsvSource({
        // type, start, end, step, factor
        "CONSTANT, 0, 0, 0, 1",
        "CONSTANT, 0, 0, 99, 1",
        "STEP, 0, 0, 29, 1", // multiplied by 0.5 every 30 steps
        "STEP, 0, 0, 30, 0.5",
        "STEP, 0, 0, 99, 0.125",
        "LINEAR, 0, 0, 0, 1",
        "LINEAR, 0, 0, 50, 0.5",
        "LINEAR, 0, 0, 100, 0",
        "LINEAR, 0.5, 0.2, 50, 1",
        "LINEAR, 0.5, 0.2, 75, 0.6",
        "LINEAR, 0.5, 0.2, 100, 0.2",
        "LINEAR, 1, 0, 100, 1",
        "COSINE, 0, 0, 0, 1",
        "COSINE, 0, 0, 50, 0.5",
        "COSINE, 0, 0, 100, 0",
        "COSINE, 0.4, 0.1, 40, 1",
        "COSINE, 0.4, 0.1, 70, 0.55",
        "COSINE, 0.4, 0.1, 100, 0.1",
        "COSINE, 1, 0, 100, 1",
        "ONE_CYCLE, 0.2, 0, 0, 0.04",
        "ONE_CYCLE, 0.2, 0, 10, 0.52", // half-way from 1/25 to 1
        "ONE_CYCLE, 0.2, 0, 20, 1",
        "ONE_CYCLE, 0.2, 0, 60, 0.5",
        "ONE_CYCLE, 0.2, 0, 100, 0",
        "ONE_CYCLE, 0, 0, 0, 1",
    })
    void curvePassesThroughItsCorners(Schedule.Type type, double start, double end, long step, double factor) {
        Schedule schedule = new Schedule(type, 0, start, end, 30, 0.5);

        assertThat(schedule.factorAt(step, STEPS)).isCloseTo(factor, within(1e-12));
    }

    @Test
    void warmupRisesOnALineAndNeverBeginsAtZero() {
        Schedule schedule = new Schedule(Schedule.Type.CONSTANT, 4, 0, 0, 1, 1);

        assertThat(new double[] {
                    schedule.factorAt(0, STEPS),
                    schedule.factorAt(1, STEPS),
                    schedule.factorAt(3, STEPS),
                    schedule.factorAt(50, STEPS)
                })
                .containsExactly(0.25, 0.5, 1, 1);
    }

    @Test
    void warmupMultipliesTheCurve() {
        Schedule schedule = new Schedule(Schedule.Type.LINEAR, 100, 0, 0, 1, 1);

        assertThat(schedule.factorAt(49, STEPS)).isCloseTo(0.5 * 0.51, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"CONSTANT", "STEP", "LINEAR", "COSINE", "ONE_CYCLE"})
    void factorStaysBetweenZeroAndOne(Schedule.Type type) {
        Schedule schedule = new Schedule(type, 7, 0.3, 0.05, 9, 0.7);

        for (long step = 0; step <= 2 * STEPS; step++) {
            assertThat(schedule.factorAt(step, STEPS)).isBetween(0.0, 1.0);
        }
    }
}

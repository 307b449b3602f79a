package io.github.dtn4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.experiment.Plan.Times;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.run.StageTimes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Recipe RECIPE = TinyRun.recipe("train.steps=100", "train.warmStartSteps=10");
    // f: 0.5 s a step, 100 steps an epoch; warm start 0.25 s, step 1 s; embedding 1 ms, 10,000 images
    private static final StageTimes STAGES = new StageTimes(0.5, 100, 0, 0, 0.25, 1, 0.001, 10_000, 0);

    @Test
    void aRunIsTheSumOfItsStages() {
        Times times = Times.of(STAGES, RECIPE, true, null);
        assertThat(times.fixed()).isCloseTo(20, within(1e-9));
        assertThat(times.scaled()).isCloseTo(2 * 100 * 0.5 + 10 * 0.25 + 100, within(1e-9));
    }

    @Test
    void anEncoderThatRunsShareIsCountedOnce() {
        assertThat(Times.of(STAGES, RECIPE, false, null).scaled()).isCloseTo(102.5, within(1e-9));
    }

    @Test
    void readersOfDrawingsAreTimedOnTAndTrainedOnS() {
        Recipe reader = TinyRun.recipe("pretrain.batch=10", "pretrain.epochs=3");
        StageTimes stages = new StageTimes(0, 0, 0.1, 600, 0, 1, 0, 10_000, 0); // 6,000 of T, 4,000 of S
        assertThat(Times.of(stages, RECIPE, false, reader).scaled()).isCloseTo(100 + 6 * 0.1 * 400 * 3, within(1e-9));
    }

    @Test
    void theScaleFillsTheBudgetButForAReserve() {
        assertThat(new Times(10, 1000).within(Duration.ofSeconds(100)).factor()).isCloseTo(0.08, within(1e-9));
    }

    @Test
    void moreTimeThanIsNeededChangesNothing() {
        assertThat(new Times(10, 1000).within(Duration.ofHours(1))).isEqualTo(Scale.WHOLE);
    }

    @Test
    void aBudgetForNothingButEmbeddingIsRefused() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> new Times(95, 1000).within(Duration.ofSeconds(100)))
                .withMessageContaining("100 seconds is too small");
    }
}

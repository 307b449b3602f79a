package io.github.dtn4j.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.run.StageTimes;
import org.junit.jupiter.api.Test;

class LearnPlanTest {
    private static final Recipe UNLABELLED = TinyRun.recipe("pretrain.objective=vicreg");
    // 0.5 s a step of f, 100 an epoch; no judge; 0.25 s and 1 s a step of g; 1 ms an image.
    private static final StageTimes TIMES = new StageTimes(0.5, 100, 0, 0, 0.25, 1, 0.001, 10_000, 0);

    @Test
    void stagesFillTheTime() {
        LearnPlan plan = LearnPlan.of(TIMES, UNLABELLED, 3600);

        assertThat(plan.seconds()).isBetween(0.95 * 3600, 3600.0);
        assertThat(plan.epochs()).as("a fifth of 0.85 of the hour, 50 s each").isEqualTo(12);
        assertThat(plan.judgeEpochs()).isZero();
        double share = 0.25 * plan.warmSteps() / (0.25 * plan.warmSteps() + plan.steps());
        assertThat(share).as("of the time of g").isCloseTo(0.35, within(0.01));
        assertThat(plan.line(3600)).contains("f 12 epochs", "about 1 h of 1 h").doesNotContain("judge", "too short");
    }

    @Test
    void timeBeyondWhatHelpsIsNotSpent() {
        LearnPlan plan = LearnPlan.of(TIMES, UNLABELLED, 1e7);

        assertThat(plan.epochs()).isEqualTo(300);
        assertThat(plan.steps()).isEqualTo(4000);
        assertThat(plan.thin()).isFalse();
        assertThat(plan.seconds()).isLessThan(1e5);
    }

    @Test
    void tooShortATimeGetsTheLeastOfEverythingAndSaysSo() {
        StageTimes judged = new StageTimes(0.5, 100, 0.1, 50, 0.25, 1, 0.001, 10_000, 0);
        LearnPlan plan = LearnPlan.of(judged, TinyRun.recipe(), 10);

        assertThat(plan.epochs()).isOne();
        assertThat(plan.judgeEpochs()).isOne();
        assertThat(plan.steps()).isEqualTo(20);
        assertThat(plan.thin()).isTrue();
        assertThat(plan.line(10)).contains("too short");
    }

    @Test
    void numbersGoIntoTheRecipe() {
        Recipe planned = new LearnPlan(7, 0, 30, 80, 0, 100).in(UNLABELLED);

        assertThat(planned.pretrain().epochs()).isEqualTo(7);
        assertThat(planned.train().warmStartSteps()).isEqualTo(30);
        assertThat(planned.train().steps()).isEqualTo(80);
        assertThat(planned.train().sampleEvery()).isEqualTo(10);
    }
}

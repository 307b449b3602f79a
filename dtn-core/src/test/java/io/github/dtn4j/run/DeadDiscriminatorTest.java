package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.train.LossTerm;
import io.github.dtn4j.train.Losses;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadDiscriminatorTest {
    @ParameterizedTest
    @CsvSource({"3, 3.2958, 2.1972", "2, 2.0794, 1.3863"}) // 3 ln K and 2 ln K
    void uniformAnswersAreReportedOnce(int classes, double discriminator, double gang) {
        DeadDiscriminator dead = new DeadDiscriminator(classes);
        for (int i = 0; i < 4; i++) {
            assertThat(dead.check(losses(discriminator, gang))).isEmpty();
        }
        assertThat(dead.check(losses(discriminator, gang)).orElseThrow())
                .startsWith("warning: D answers uniformly")
                .contains("learningRate");
        assertThat(dead.check(losses(discriminator, gang))).isEmpty();
    }

    @Test
    void discriminatorThatItsFloorKeepsFromLearningNeedsALowerFloor() {
        DeadDiscriminator dead = new DeadDiscriminator(3);
        for (int i = 0; i < 4; i++) {
            dead.check(losses(3.2958, 2.1972, false));
        }
        assertThat(dead.check(losses(3.2958, 2.1972, false)))
                .hasValueSatisfying(warning -> assertThat(warning)
                        .contains("lower train.balance.discriminatorFloor")
                        .doesNotContain("learningRate"));
    }

    @Test
    void livelyDiscriminatorsAreLeftAlone() {
        DeadDiscriminator dead = new DeadDiscriminator(3);
        for (int i = 0; i < 20; i++) {
            assertThat(dead.check(losses(3.2958, 3.0))).isEmpty();
            assertThat(dead.check(losses(1.5, 2.1972))).isEmpty();
        }
    }

    @Test
    void oneLivelyStepBeginsTheCountAnew() {
        DeadDiscriminator dead = new DeadDiscriminator(3);
        for (int i = 0; i < 20; i++) {
            boolean lively = i % 5 == 4;
            assertThat(dead.check(losses(lively ? 2 : 3.2958, 2.1972))).isEmpty();
        }
    }

    private static Losses losses(double discriminator, double gang) {
        return losses(discriminator, gang, true);
    }

    private static Losses losses(double discriminator, double gang, boolean updated) {
        return new Losses(Map.of(LossTerm.D, discriminator, LossTerm.GANG, gang), updated, true);
    }
}

package io.github.dtn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.train.StepWork;
import org.junit.jupiter.api.Test;

class StepWorkTest {
    private final StepWork work = StepWork.of(TrainingStep.alternating(100));

    @Test
    void aConvolutionMultipliesEachKernelWithEachPixelOfItsOutput() {
        long middle = 8 * 8 * 64 * 128 * 9 + 4 * 4 * 128 * 256 * 9 + 4 * 4 * 256 * 128;
        assertThat(work.encoder()).isEqualTo(16 * 16 * 1 * 64 * 9 + middle);
        assertThat(work.encoderOfSource()).isEqualTo(16 * 16 * 3 * 64 * 9 + middle);
        assertThat(work.discriminator())
                .isEqualTo(16 * 16 * 1 * 128 * 9 + 8 * 8 * 128 * 256 * 9 + 4 * 4 * 256 * 512 * 9 + 4 * 4 * 512);
    }

    @Test
    void aTransposedConvolutionMultipliesEachKernelWithEachPixelOfItsInput() {
        assertThat(work.generator())
                .isEqualTo(4 * 4 * 128 * 512 + 4 * 4 * 512 * 256 * 9 + 8 * 8 * 256 * 128 * 9 + 16 * 16 * 128 * 9);
    }

    @Test
    void aStepIsTheSumOfItsWaysForwardAndBack() {
        StepWork round = new StepWork(1, 10, 100, 1000);
        assertThat(round.alternating()).isEqualTo(2 + 600 + 13_000);
        assertThat(round.simultaneous()).isEqualTo(2 + 600 + 11_000);
        assertThat(round.withoutEmbeddings()).isEqualTo(2 + 11 + 600 + 13_000);
    }

    @Test
    void thePeersStepTakesOneAndAHalfGigaflopForAPair() {
        assertThat(2 * work.withoutEmbeddings()).isBetween(1_530_000_000L, 1_550_000_000L);
    }
}

package io.github.dtn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaceWorkTest {
    private final FaceWork work = FaceWork.of(FaceTraining.recipe(), 140);

    @Test
    void theFaceEncoderTakesHalfAGigaflopForAnImage() {
        long first = 72 * 72 * 3 * 32 * 49;
        long of32 = 6 * 35 * 35 * 32 * 32 * 9;
        long of64 = 17 * 17 * 9 * (32 * 64 + 7 * 64 * 64);
        long of128 = 8 * 8 * 9 * (64 * 128 + 5 * 128 * 128);
        long of256 = 9 * (3 * 3 * (128 * 256 + 256 * 256) + 4 * 4 * 4 * 256 * 256 + 2 * 256 * 256);
        assertThat(work.encoder()).isEqualTo(first + of32 + of64 + of128 + of256 + 256 * 128);
        assertThat(2e-9 * work.encoder()).isBetween(0.54, 0.55);
    }

    @Test
    void theOtherNetworksAreThoseOfTheRecipe() {
        assertThat(work.generator()).isEqualTo(60_342_272L);
        long whole = 32 * 32 * 3 * 32 * 16
                + 16 * 16 * 32 * 64 * 16
                + 8 * 8 * 64 * 128 * 16
                + 4 * 4 * 128 * 256 * 16
                + 4 * 4 * 256 * 3;
        long patches = 32 * 32 * 6 * 32 * 16 + 16 * 16 * 32 * 64 * 16 + 16 * 16 * 64 * 3;
        assertThat(work.discriminator()).isEqualTo(whole + patches);
        assertThat(work.batch()).isEqualTo(32);
        assertThat(work.constImages()).isEqualTo(16);
    }

    @Test
    void aStepShowsAPartOfTheBatchToAFrozenEncoder() {
        FaceWork round = new FaceWork(1000, 10, 1, 4, 2);
        assertThat(round.encoderOfStep()).isEqualTo(2 * 2 * 1000);
        assertThat(round.step()).isEqualTo(4 * (60 + 13) + 4000);
        assertThat(round.warmStep()).isEqualTo(4 * 30);
    }
}

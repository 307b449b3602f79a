package io.github.dtn4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TimedCallTest {
    @Test
    void anAnswerOrAFaultComesThrough() {
        assertThat(TimedCall.within(Duration.ofMinutes(1), () -> 7)).contains(7);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> TimedCall.within(Duration.ofMinutes(1), () -> {
                    throw new IllegalArgumentException("no");
                }))
                .withMessage("no");
    }

    @Test
    @Timeout(60)
    void whoNeverAnswersIsNotWaitedFor() {
        CountDownLatch never = new CountDownLatch(1);

        assertThat(TimedCall.within(Duration.ofMillis(50), () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return 7;
                }))
                .isEmpty();
        never.countDown();
    }
}

package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcessorsTest {
    private final Processors processors = new Processors();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger releases = new AtomicInteger();

    @AfterEach
    void close() {
        end.countDown();
        processors.close();
    }

    @Test
    void whatWorkHoldsStaysItsOwnUntilItHasReallyEnded() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> processors.run(
                        () -> {
                            begun.countDown();
                            return endless();
                        },
                        Deadline.in(Duration.ofMillis(200)),
                        this::release));
        assertThat(begun.getCount()).isZero();
        assertThat(releases).as("while it still works").hasValue(0);

        end.countDown();

        assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(releases).hasValue(1);
    }

    @Test
    void workThatNeverBeginsLetsGoAtOnce() {
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> processors.run(this::endless, Deadline.in(Duration.ofMillis(100))));
        }

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> processors.run(() -> 1, Deadline.in(Duration.ofMillis(10)), this::release));

        assertThat(releases).hasValue(1);
    }

    @Test
    void workThatFailsLetsGoAndWorkThatSucceedsKeeps() throws InterruptedException {
        Deadline later = Deadline.in(Duration.ofSeconds(10));
        assertThat(processors.run(() -> 7, later, this::release)).isEqualTo(7);
        assertThat(releases).hasValue(0);

        assertThatIllegalStateException()
                .isThrownBy(() -> processors.run(
                        () -> {
                            throw new IllegalStateException("no");
                        },
                        later,
                        this::release));

        assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private int endless() {
        try {
            end.await();
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void release() {
        releases.incrementAndGet();
        released.countDown();
    }
}

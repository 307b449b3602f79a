package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(-5 * SECOND);
    private final RateLimit limit = new RateLimit(20, now::get);

    @Test
    void aBurstIsAllowedThenTheRate() throws UnknownHostException {
        assertThat(allowed("10.0.0.1", 100)).isEqualTo(60);
        now.addAndGet(SECOND / 2);
        assertThat(allowed("10.0.0.1", 100)).isEqualTo(10);
        now.addAndGet(1000 * SECOND);
        assertThat(allowed("10.0.0.1", 100)).isEqualTo(60);
    }

    @Test
    void oneAddressDoesNotUseUpWhatAnotherHas() throws UnknownHostException {
        allowed("10.0.0.1", 100);

        assertThat(allowed("10.0.0.2", 100)).isEqualTo(60);
    }

    @Test
    void anIpv6NetworkIsOneAddress() throws UnknownHostException {
        allowed("2001:db8::1", 100);

        assertThat(allowed("2001:db8::2", 100)).isZero();
        assertThat(allowed("2001:db8:0:1::1", 100)).isEqualTo(60);
    }

    @Test
    void manyAddressesAreForgottenInTurn() throws UnknownHostException {
        allowed("10.0.0.1", 60);
        for (int i = 0; i < 10_000; i++) {
            allowed("10.1.%d.%d".formatted(i / 256, i % 256), 1);
        }

        assertThat(allowed("10.0.0.1", 1)).isEqualTo(1);
    }

    @Test
    void itSaysWhenToTryAgain() {
        RateLimit slow = new RateLimit(0.1, now::get);
        slow.check(InetAddress.getLoopbackAddress());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> slow.check(InetAddress.getLoopbackAddress()))
                .satisfies(refusal -> {
                    assertThat(refusal.problem()).isEqualTo(Problem.TOO_MANY_REQUESTS);
                    assertThat(refusal.retryAfterSeconds()).isEqualTo(10);
                });
    }

    private int allowed(String address, int requests) throws UnknownHostException {
        InetAddress from = InetAddress.getByName(address);
        int allowed = 0;
        for (int i = 0; i < requests; i++) {
            try {
                limit.check(from);
                allowed++;
            } catch (ProblemException e) {
                assertThat(e.problem()).isEqualTo(Problem.TOO_MANY_REQUESTS);
            }
        }
        return allowed;
    }
}

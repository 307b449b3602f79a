package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
    private static final int LIMIT = 100_000;

    private final Budget budget = new Budget(256 << 10);
    private final BodyReader reader = new BodyReader(LIMIT, Duration.ofSeconds(10), budget);

    @Test
    void aBodyIsReadWhole() {
        byte[] content = new byte[LIMIT];
        content[LIMIT - 1] = 7;

        try (Body known = reader.read(new ByteArrayInputStream(content), LIMIT);
                Body unknown = reader.read(new ByteArrayInputStream(content), -1)) {
            assertThat(known.bytes()).isEqualTo(content);
            assertThat(unknown.bytes()).isEqualTo(content);
        }
    }

    @Test
    void anEmptyBodyIsOne() {
        assertThat(reader.read(InputStream.nullInputStream(), 0).bytes()).isEmpty();
    }

    @Test
    void moreThanTheLimitIsRefusedWithoutReadingOn() {
        InputStream endless = new InputStream() {
            private int left = LIMIT + 1;

            @Override
            public int read() {
                assertThat(left--).as("bytes that may be read").isPositive();
                return 1;
            }
        };

        assertRefused(endless, -1, Problem.TOO_LARGE);
    }

    @Test
    void anAnnouncedLengthAboveTheLimitIsRefusedUnread() {
        InputStream untouchable = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("was read");
            }
        };

        assertRefused(untouchable, LIMIT + 1, Problem.TOO_LARGE);
    }

    @Test
    void memoryIsGivenBackWhateverHappens() {
        for (int i = 0; i < 100; i++) {
            assertRefused(new ByteArrayInputStream(new byte[LIMIT + 1]), -1, Problem.TOO_LARGE);
            reader.read(new ByteArrayInputStream(new byte[LIMIT]), LIMIT).close();
        }
        assertThat(budget.take(256 << 10)).isTrue();
    }

    @Test
    void withoutMemoryItIsBusy() {
        assertThat(budget.take(200 << 10)).isTrue();

        assertRefused(new ByteArrayInputStream(new byte[LIMIT]), LIMIT, Problem.BUSY);
    }

    @Test
    void aDripIsCutOff() {
        BodyReader impatient = new BodyReader(LIMIT, Duration.ofMillis(20), budget);
        InputStream drip = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return 1;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                bytes[from] = (byte) read();
                return 1;
            }
        };

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> impatient.read(drip, LIMIT))
                .satisfies(refusal -> assertThat(refusal.problem()).isEqualTo(Problem.SLOW_BODY));
    }

    @Test
    void silenceIsSlowAndABrokenConnectionIsNot() {
        assertRefused(failing(new IOException(new TimeoutException("idle"))), 10, Problem.SLOW_BODY);
        assertRefused(failing(new IOException("reset")), 10, Problem.BAD_REQUEST);
    }

    private static InputStream failing(IOException fault) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw fault;
            }
        };
    }

    private void assertRefused(InputStream body, long announced, Problem problem) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> reader.read(body, announced))
                .satisfies(refusal -> assertThat(refusal.problem()).isEqualTo(problem));
    }
}

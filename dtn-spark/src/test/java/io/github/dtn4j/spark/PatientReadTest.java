package io.github.dtn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientReadTest {
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void aFaultThatPassesIsNotSeen() throws IOException {
        byte[] content = PatientRead.of(() -> {
            if (tries.incrementAndGet() < 3) {
                throw new IOException("connection reset");
            }
            return new byte[] {7};
        });
        assertThat(content).containsExactly(7);
    }

    @Test
    void aFaultThatStaysIsTold() {
        assertFault(new IOException("connection reset"), 3);
    }

    @Test
    void whatNoPatienceMendsIsToldAtOnce() {
        assertFault(new Damage.TooLarge(5), 1);
        assertFault(new NoSuchFileException("x"), 1);
    }

    private void assertFault(IOException fault, int expectedTries) {
        tries.set(0);
        assertThatThrownBy(() -> PatientRead.of(() -> {
                    tries.incrementAndGet();
                    throw fault;
                }))
                .isSameAs(fault);
        assertThat(tries).hasValue(expectedTries);
    }
}

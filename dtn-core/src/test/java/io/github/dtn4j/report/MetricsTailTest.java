package io.github.dtn4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTailTest {
    @TempDir
    Path run;

    private MetricsTail tail;

    @BeforeEach
    void begin() {
        tail = new MetricsTail(run);
    }

    @Test
    void aFileThatIsNotThereYetIsEmpty() throws IOException {
        assertThat(tail.poll()).isFalse();
        append("{\"step\":1,\"wall_seconds\":0.5,\"loss/d\":2}\n");
        assertThat(tail.poll()).isTrue();
        assertThat(tail.metrics().lastStep()).isOne();
    }

    @Test
    void readsOnlyWholeLinesAndTheRestOnceItIsThere() throws IOException {
        append("{\"step\":1,\"loss/d\":2}\n{\"step\":2,\"lo");
        assertThat(tail.poll()).isTrue();
        assertThat(tail.entries()).hasSize(1);
        assertThat(tail.poll()).isFalse();

        append("ss/d\":1}\n{\"step\":3}\n");
        assertThat(tail.poll()).isTrue();
        assertThat(tail.entries()).extracting(MetricsTail.Entry::step).containsExactly(1L, 2L, 3L);
        assertThat(tail.metrics().series().get("loss/d")).hasSize(2);
        assertThat(tail.restarts()).isZero();
    }

    @Test
    void aResumedRunThatDropsLinesIsReadAnew() throws IOException {
        try (RunLog log = RunLog.open(run, 0)) {
            for (int step = 1; step <= 5; step++) {
                log.scalars(step, Map.of("loss/d", 1.0 / step));
            }
        }
        tail.poll();
        try (RunLog log = RunLog.open(run, 3)) {
            for (int step = 4; step <= 9; step++) { // longer than before when the next look comes
                log.scalars(step, Map.of("loss/d", 2.0 / step));
            }
        }

        assertThat(tail.poll()).isTrue();
        assertThat(tail.restarts()).isOne();
        assertThat(tail.entries())
                .extracting(MetricsTail.Entry::step)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(tail.metrics().series().get("loss/d").get(4).value()).isEqualTo(0.4);
    }

    @Test
    void aResumedRunThatKeepsAllLinesGoesOn() throws IOException {
        append("{\"step\":1}\n{\"step\":2}\n");
        tail.poll();
        try (RunLog log = RunLog.open(run, 2)) {
            log.scalars(3, Map.of("loss/d", 1.0));
        }

        assertThat(tail.poll()).isTrue();
        assertThat(tail.restarts()).isZero();
        assertThat(tail.entries()).hasSize(3);
    }

    @Test
    void aDamagedLineIsNamedAndTheLinesBeforeItAreKept() throws IOException {
        append("{\"step\":1}\n{\"st\n{\"step\":3}\n");
        for (int look = 0; look < 2; look++) {
            assertThatThrownBy(() -> tail.poll())
                    .isInstanceOf(DtnException.class)
                    .hasMessageContaining("metrics.jsonl, line 2 ");
        }
        assertThat(tail.entries()).hasSize(1);
    }

    @Test
    void aLineWithoutEndIsNotReadForever() throws IOException {
        append("x".repeat(2 << 20));
        assertThatThrownBy(() -> tail.poll()).isInstanceOf(DtnException.class).hasMessageContaining("line 1 ");
    }

    @Test
    void aRemovedFileIsForgotten() throws IOException {
        append("{\"step\":1}\n");
        tail.poll();
        Files.delete(run.resolve("metrics.jsonl"));
        assertThat(tail.poll()).isTrue();
        assertThat(tail.entries()).isEmpty();
        assertThat(tail.restarts()).isOne();
    }

    private void append(String text) throws IOException {
        Files.writeString(run.resolve("metrics.jsonl"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

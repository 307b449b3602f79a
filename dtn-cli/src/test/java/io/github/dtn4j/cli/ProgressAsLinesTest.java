package io.github.dtn4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressAsLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long seconds;
    private final ProgressAsLines progress = new ProgressAsLines(
            "prepare", "images", new PrintStream(bytes, true, UTF_8), () -> TimeUnit.SECONDS.toNanos(seconds), 10);

    @Test
    void writesALineEveryTenSecondsWithRateAndTimeLeft() {
        updateAt(1, 100, 5_000);
        updateAt(10, 1_099, 5_099);
        updateAt(19, 2_000, 5_099);

        assertThat(output()).containsExactly("prepare: 1,099 of 5,099 images, 100.0/s, 0:40 left");
    }

    @Test
    void endsWithTheTotal() {
        updateAt(75, 1, 150);
        updateAt(75, 150, 150);
        progress.note("skipped 3");
        progress.close();

        assertThat(output()).last().isEqualTo("prepare: 150 images in 1:15 (2.0/s)  skipped 3");
    }

    @Test
    void leavesOutWhatItCannotKnowWithoutATotal() {
        updateAt(20, 1, -1);
        updateAt(3_700, 7_400, -1);

        assertThat(output()).last().isEqualTo("prepare: 7,400 images, 2.0/s");
    }

    @Test
    void countsTheRateOfResumedWorkFromWhereItResumed() {
        updateAt(0, 501, 1_000);
        updateAt(10, 600, 1_000);

        assertThat(output()).containsExactly("prepare: 600 of 1,000 images, 10.0/s, 0:40 left");
    }

    @Test
    void saysNothingOfWorkThatNeverBegan() {
        progress.close();

        assertThat(output()).isEmpty();
    }

    private void updateAt(long atSeconds, long done, long total) {
        seconds = atSeconds;
        progress.update(done, total);
    }

    private List<String> output() {
        return bytes.toString(UTF_8).lines().toList();
    }
}

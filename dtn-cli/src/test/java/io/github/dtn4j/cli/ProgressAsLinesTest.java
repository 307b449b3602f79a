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
        updateAt(0, 0, -1);
        updateAt(1, 100, 5_000);
        updateAt(10, 1_000, 5_000);
        updateAt(19, 2_000, 5_000);

        assertThat(output()).containsExactly("prepare: 1,000 of 5,000 images, 100.0/s, 0:40 left");
    }

    @Test
    void endsWithTheTotal() {
        updateAt(0, 0, 150);
        updateAt(75, 150, 150);
        progress.note("skipped 3");
        progress.close();

        assertThat(output()).last().isEqualTo("prepare: 150 images in 1:15 (2.0/s)  skipped 3");
    }

    @Test
    void leavesOutWhatItCannotKnowWithoutATotal() {
        updateAt(100, 200, -1);
        updateAt(3_700, 7_400, -1);

        assertThat(output()).last().isEqualTo("prepare: 7,400 images, 2.0/s");
    }

    @Test
    void countsTheRateOfResumedWorkFromWhereItResumed() {
        updateAt(5, 500, 1_000);
        updateAt(15, 600, 1_000);

        assertThat(output()).containsExactly("prepare: 600 of 1,000 images, 10.0/s, 0:40 left");
    }

    @Test
    void namesNoRateOfAPartWhoseBeginningItWasNotTold() {
        updateAt(15, 160, 400);
        progress.close();

        assertThat(output()).containsExactly("prepare: 160 of 400 images", "prepare: 160 images in 0:15");
    }

    @Test
    void saysNothingWhereNothingWasDone() {
        updateAt(0, 0, 400);
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

package io.github.dtn4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.report.Metrics.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    @TempDir
    Path folder;

    @Test
    void eachCallIsAWholeLineAtOnce() throws IOException {
        try (RunLog log = RunLog.open(folder.resolve("runs/new"), 0)) {
            log.scalars(10, Map.of("loss/gang", 2.5, "loss/d", 1.0));
            String text = Files.readString(folder.resolve("runs/new/metrics.jsonl"));
            assertThat(text).matches("\\{\"step\":10,\"wall_seconds\":[0-9.]+,\"loss/d\":1.0,\"loss/gang\":2.5}\n");
        }
    }

    @Test
    void aResumeDropsWhatItWillWriteAgainAndATornLine() throws IOException {
        log(0, 10, 20, 30);
        Files.writeString(metrics(), "{\"step\":40,\"loss", StandardOpenOption.APPEND);
        log(20, 30, 40);
        assertThat(Metrics.read(folder).series().get("loss/d"))
                .containsExactly(new Point(10, 0), new Point(20, 0), new Point(30, 20), new Point(40, 20));
    }

    @Test
    void aNewRunInAnOldFolderStartsAfresh() {
        log(0, 10, 20);
        log(0, 5);
        assertThat(Metrics.read(folder).series().get("loss/d")).containsExactly(new Point(5, 0));
    }

    @Test
    void secondsOfWorkGoOnOverAResume() throws IOException {
        Files.writeString(metrics(), "{\"step\":10,\"wall_seconds\":600.5}\n");
        log(10, 20);
        assertThat(Metrics.read(folder).wallSeconds()).isBetween(600.5, 660.0);
    }

    @Test
    void valuesThatAreNotFiniteAreNullAndLeftOutOfTheSeries() throws IOException {
        try (RunLog log = RunLog.open(folder, 0)) {
            log.scalars(1, Map.of("loss/d", Double.NaN, "loss/tv", 0.5));
        }
        assertThat(Files.readString(metrics())).contains("\"loss/d\":null");
        assertThat(Metrics.read(folder).series()).containsOnlyKeys("loss/tv");
    }

    @Test
    void aLogWithoutLinesIsEmpty() {
        assertThat(Metrics.read(folder)).isEqualTo(new Metrics(Map.of(), 0, 0));
    }

    @Test
    void readingLeavesOutALastLineThatIsBeingWritten() throws IOException {
        Files.writeString(metrics(), "{\"step\":1,\"a\":1.5}\n{\"step\":2,\"a\":");
        assertThat(Metrics.read(folder).series()).containsEntry("a", List.of(new Point(1, 1.5)));
    }

    @Test
    void aDamagedLineInTheMiddleIsNamed() throws IOException {
        Files.writeString(metrics(), "{\"step\":1}\n\u0000\u0000\n{\"step\":3}\n");
        assertThatThrownBy(() -> RunLog.open(folder, 3))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("metrics.jsonl, line 2");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));
        assertThatThrownBy(() -> RunLog.open(file, 0))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("taken");
    }

    @Test
    void thinningKeepsMeanAndEnd() {
        List<Point> points =
                IntStream.range(0, 1000).mapToObj(i -> new Point(i, i % 2)).toList();
        List<Point> thin = Metrics.thin(points, 11);
        assertThat(thin).hasSize(11).contains(new Point(999, 1));
        assertThat(thin.subList(0, 10))
                .allSatisfy(point -> assertThat(point.value()).isEqualTo(0.5));
    }

    private void log(long resumeStep, long... steps) {
        try (RunLog log = RunLog.open(folder, resumeStep)) {
            for (long step : steps) {
                log.scalars(step, Map.of("loss/d", (double) resumeStep));
            }
        }
    }

    private Path metrics() {
        return folder.resolve("metrics.jsonl");
    }
}

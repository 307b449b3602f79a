package io.github.dtn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StepTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutAPeerTheFiguresOfThePeerAreNull() throws IOException {
        assertThat(step("--json")).isZero();
        assertThat(err.toString()).contains("peer: none named, skipped");
        JsonNode json = new ObjectMapper().readTree(out.toString());
        for (String field : new String[] {"images_per_second", "useful_gflops", "sgemm_peak_gflops"}) {
            assertThat(json.path(field).asDouble()).as(field).isPositive();
        }
        for (String field : new String[] {"peer_naive", "peer_tuned", "ratio_naive", "ratio_tuned"}) {
            assertThat(json.has(field)).as(field).isTrue();
            assertThat(json.path(field).isNull()).as(field).isTrue();
        }
        assertThat(json.path("rss_growth_mb").isNumber()).isTrue();
        double rate = json.path("images_per_second").asDouble();
        assertThat(json.path("useful_gflops").asDouble())
                .isEqualTo(rate * json.path("multiply_adds_per_pair").asLong() / 1e9);
    }

    @Test
    void thePeerRunsInTurnsWithOurStep(@TempDir Path folder) throws IOException {
        Path python = folder.resolve("python");
        Files.writeString(python, """
                #!/bin/sh
                case "$*" in
                *--tuned*) echo '{"images_per_second_median": 4.0}' ;;
                *) echo '{"images_per_second_median": 2.0}' ;;
                esac
                """);
        assertThat(python.toFile().setExecutable(true)).isTrue();
        Path script = Files.writeString(folder.resolve("peer.py"), "");

        assertThat(step("--json", "--peer", script.toString(), "--python", python.toString()))
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        double ours = json.path("images_per_second").asDouble();
        assertThat(json.path("ratio_naive").asDouble()).isEqualTo(ours / 2);
        assertThat(json.path("ratio_tuned").asDouble()).isEqualTo(ours / 4);
    }

    @Test
    void aPythonWithoutTorchIsSkippedWithALine(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("peer.py"), "");
        assertThat(step("--peer", script.toString(), "--python", "no-such-python"))
                .isZero();
        assertThat(err.toString()).contains("peer: no torch in no-such-python, skipped");
        assertThat(out.toString()).contains("useful work over sgemm peak");
    }

    private int step(String... options) {
        CommandLine command = new CommandLine(new Step());
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        String[] tiny = {"--rounds", "1", "--iters", "1", "--batch", "4", "--steps-for-memory", "1"};
        String[] all = new String[tiny.length + options.length];
        System.arraycopy(tiny, 0, all, 0, tiny.length);
        System.arraycopy(options, 0, all, tiny.length, options.length);
        return command.execute(all);
    }
}

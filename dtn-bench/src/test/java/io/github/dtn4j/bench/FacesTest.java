package io.github.dtn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FacesTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void thePartsOfAStepAddUpAndThePeerRunsTheSameNetworks(@TempDir Path folder) throws IOException {
        Path script = folder.resolve("script");
        Path told = folder.resolve("told");
        Path python = folder.resolve("python");
        Files.writeString(python, """
                #!/bin/sh
                case "$*" in
                *--tuned*) echo '{"images_per_second_median": 8.0}' ;;
                *) echo '{"images_per_second_median": 4.0}' ;;
                esac
                if [ -f "$1" ]; then cp "$1" '%s'; fi
                echo "$*" >>'%s'
                """.formatted(script, told));
        assertThat(python.toFile().setExecutable(true)).isTrue();

        assertThat(faces("--json", "--peer", python.toString())).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        for (String field : new String[] {
            "pairs_per_second",
            "step_ms",
            "batch_ms",
            "draw_ms",
            "encoder_ms",
            "useful_gflop_per_step",
            "useful_gflops",
            "encoder_useful_gflops",
            "sgemm_peak_gflops",
            "onednn_peak_gflops",
            "warm_images_per_second",
            "warm_useful_gflops",
            "cartoons_per_second",
            "embeddings_per_second"
        }) {
            assertThat(json.path(field).asDouble()).as(field).isPositive();
        }
        assertThat(number(json, "batch_ms")
                        + number(json, "draw_ms")
                        + number(json, "discriminator_ms")
                        + number(json, "generator_ms"))
                .isCloseTo(number(json, "step_ms"), within(1e-6));
        assertThat(number(json, "ratio_naive")).isEqualTo(number(json, "pairs_per_second") / 2);
        assertThat(number(json, "ratio_tuned")).isEqualTo(number(json, "pairs_per_second") / 4);
        assertThat(Files.readString(script)).contains("class FaceEncoder");
        assertThat(Files.readString(told))
                .contains("--const-images 2 --generator 256 192 96 48 --discriminator 32 64 128 256");
    }

    private static double number(JsonNode json, String field) {
        assertThat(json.path(field).isNumber()).as(field).isTrue();
        return json.path(field).asDouble();
    }

    @Test
    void aPythonWithoutTorchIsSkippedWithALine() {
        assertThat(faces("--peer", "no-such-python")).isZero();
        assertThat(err.toString()).contains("peer: no torch in no-such-python, skipped");
        assertThat(out.toString()).contains("useful work over sgemm peak").contains("cartoon faces drawn");
    }

    private int faces(String... options) {
        CommandLine command = new CommandLine(new Faces());
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("--rounds", "1", "--iters", "1", "--batch", "2"));
        all.addAll(List.of(options));
        return command.execute(all.toArray(new String[0]));
    }
}

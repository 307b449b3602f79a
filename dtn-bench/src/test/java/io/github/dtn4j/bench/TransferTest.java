package io.github.dtn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
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

class TransferTest {
    private static final Path MODEL = Path.of("..", "models", "svhn-mnist.safetensors");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theThreeRunInTurnsAndTheBestBatchIsNamed(@TempDir Path folder) throws IOException {
        Path told = folder.resolve("told");
        Path python = folder.resolve("python");
        Files.writeString(python, """
                #!/bin/sh
                echo '{"images_per_second_median": 2.0}'
                echo "$*" >>'%s'
                """.formatted(told));
        assertThat(python.toFile().setExecutable(true)).isTrue();

        assertThat(transfer("--json", "--peer", python.toString())).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("rates")).hasSize(2);
        for (JsonNode row : json.path("rates")) {
            assertThat(row.path("dtn4j").asDouble()).isPositive();
            assertThat(row.path("onnx_runtime").asDouble()).isPositive();
            assertThat(row.path("pytorch").asDouble()).isEqualTo(2);
        }
        assertThat(json.path("best_batch").asInt()).isIn(1, 2);
        double ours = json.path("images_per_second").asDouble();
        assertThat(ours)
                .isEqualTo(Math.max(
                        json.path("rates").get(0).path("dtn4j").asDouble(),
                        json.path("rates").get(1).path("dtn4j").asDouble()));
        assertThat(json.path("ratio_pytorch").asDouble()).isEqualTo(ours / 2);
        assertThat(json.path("ratio_onnx_runtime").asDouble())
                .isEqualTo(ours / json.path("onnx_runtime").asDouble());
        assertThat(Files.readString(told)).contains("--shape 3 32 32").contains("--tuned");
    }

    @Test
    void withoutAPeerItsColumnIsEmpty() {
        assertThat(transfer()).isZero();
        assertThat(err.toString()).contains("peer: none named, skipped");
        assertThat(out.toString())
                .contains("ONNX Runtime", "at its best batch")
                .containsPattern("over PyTorch's best +-");
    }

    @Test
    void batchesOfNothingAreRefused() {
        assertThatThrownBy(() -> CommandLine.populateCommand(new Transfer(), "--batches", "0")
                        .call())
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("--batches");
    }

    private int transfer(String... options) {
        CommandLine command = new CommandLine(new Transfer());
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("--model", MODEL.toString(), "--batches", "1,2", "--images", "3"));
        all.addAll(List.of(options));
        return command.execute(all.toArray(new String[0]));
    }
}

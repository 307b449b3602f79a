package io.github.dtn4j.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A folder that can only be read: results are refused in a line, before any work; reading goes on. */
@Tag("slow")
@Tag("chaos")
class ReadOnlyTest {
    private static Path folder = Path.of("");

    @BeforeAll
    static void copyARun() throws IOException {
        assumeThat(Namespace.permitted()).as("file systems can be mounted").isTrue();
        folder = Workshop.scratch("read-only");
        Path run = Workshop.model().getParent();
        for (String name : List.of("recipe.yaml", "model.safetensors", "encoder.safetensors", "metrics.jsonl")) {
            Files.createDirectories(folder.resolve("00001-tiny"));
            Files.copy(run.resolve(name), folder.resolve("00001-tiny").resolve(name));
        }
    }

    static Stream<List<Object>> writing() {
        Path model = Workshop.model();
        Path out = Chaos.FOLDER.resolve("scratch/read-only");
        Stream<List<Object>> all = Stream.of(
                List.of("train", "tiny.yaml", "--runs", out),
                List.of("train", "--resume", out.resolve("00001-tiny")),
                List.of("prepare", "photos", "--out", out.resolve("set.images")),
                List.of("prepare", "cartoons", "--count", 3, "--out", out.resolve("set.images")),
                List.of("prepare", "faces", "faces", "--out", out.resolve("set.images")),
                List.of("pretrain", "tiny.yaml", "--out", out.resolve("f.safetensors")),
                List.of("transfer", "--model", model, "photos", out.resolve("drawn")),
                List.of("transfer", "--model", model, "s.images", out.resolve("drawn.images")),
                List.of("transfer", "--grid", "--model", model, "s.images", out.resolve("grid.png")),
                List.of("export", "--model", model, "--onnx", out.resolve("m.onnx")),
                List.of("export", "--model", model, "--torchscript", out.resolve("m.pt")),
                List.of("experiment", "strategies", "--recipe", "tiny.yaml", "--out", out.resolve("study")),
                List.of("learn", "photos", "faces", "--out", out.resolve("learned")),
                List.of("quickstart", "--out", out.resolve("quick")));
        return all.limit(Chaos.cases(2, 20));
    }

    @ParameterizedTest
    @MethodSource("writing")
    void resultsAreRefused(List<Object> command) {
        try (Trial trial = Trial.of("read-only folder: refused")) {
            SortedSet<String> before = Trees.names(folder);

            Ended ended = Namespace.readOnly(folder, command.toArray());

            assertThat(ended.code()).as(ended.err()).isIn(1, 2);
            ended.failed(ended.code(), folder.toString());
            assertThat(Trees.names(folder)).isEqualTo(before);
            trial.survived();
        }
    }

    @Test
    void readingGoesOn() {
        try (Trial trial = Trial.of("read-only folder: read from")) {
            Path run = folder.resolve("00001-tiny");
            Path out = Workshop.scratch("read");
            Path model = run.resolve("model.safetensors");
            Namespace.readOnly(folder, "inspect", "--verify", model).done();
            Namespace.readOnly(folder, "transfer", "--model", model, "photos", out.resolve("drawn"))
                    .done();
            Namespace.readOnly(
                            Workshop.folder().resolve("photos"), "prepare", "photos", "--out", out.resolve("a.images"))
                    .done();
            assertThat(Arrays.asList(out.toFile().list())).contains("drawn", "a.images");
            trial.survived();
        }
    }
}

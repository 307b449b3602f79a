package io.github.dtn4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.FileMutator;
import io.github.dtn4j.FileRows;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.ValidFiles;
import io.github.dtn4j.data.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged figures of a run, and a damaged plan, end in a table or in one line. */
@Tag("chaos")
class DamagedFiguresTest {
    private static final int SEEDS = Integer.getInteger("dtn.fuzz", 100);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {Figures.ACCURACY, Figures.ADAPTATION, Figures.TRANSLATION})
    void figures(String name) throws IOException {
        Variant variant = new Variant("a", "defaults", List.of());
        Row row = new Row("a", "A", variant, Figure.ACCURACY, 0.5);
        Study study = new Study(
                "s",
                "S",
                List.of(row),
                List.of(Figure.ENCODER_ACCURACY, Figure.MEDIAN_RANK, Figure.KERNEL_DISTANCE),
                false,
                false);
        damage(name, ValidFiles.figures(), file -> {
            ObjectNode figures = Figures.of(folder);
            Line line = new Line(row, TinyRun.recipe(), Map.of(1L, figures));
            StudyTable table = new StudyTable(study, List.of(1L), Scale.WHOLE, List.of(line));
            table.markdown();
            table.json();
            Confusion.of(line);
        });
    }

    @Test
    void plan() throws IOException {
        String study = Child.hash(Duration.ofHours(1) + List.of().toString());
        String text = "{\"study\": \"%s\", \"budget_seconds\": 3600, \"scale\": 0.25, \"whole_seconds\": 99}"
                .formatted(study);
        damage("plan.json", text.getBytes(StandardCharsets.UTF_8), file -> {
            Scale scale =
                    new Plan(file, new Sources(name -> null, folder)).scale(Duration.ofHours(1), List.of(), 1, null);
            assertThat(scale.factor()).isGreaterThan(0).isLessThanOrEqualTo(1);
        });
    }

    private interface Reading {
        void read(Path file);
    }

    private void damage(String name, byte[] valid, Reading reading) throws IOException {
        Path file = folder.resolve(name);
        int survived = 0;
        try {
            for (int seed = 0; seed < SEEDS; seed++) {
                Files.write(file, new FileMutator(seed).damage(valid));
                try {
                    reading.read(file);
                } catch (DtnException e) {
                    assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
                }
                survived++;
            }
        } finally {
            FileRows.count("study, " + name, Math.min(survived + 1, SEEDS), survived);
        }
    }
}

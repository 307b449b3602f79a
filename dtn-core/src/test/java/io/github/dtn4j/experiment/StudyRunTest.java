package io.github.dtn4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.FiguresSchema;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.image.ImageGrid;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.EncoderRun;
import io.github.dtn4j.run.StoppedException;
import io.github.dtn4j.run.Watcher;
import io.github.dtn4j.torch.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole studies on networks that train in a second. */
class StudyRunTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private Sources sources;
    private Path recipe;
    private Path reverse;

    @BeforeEach
    void writeImagesAndRecipe() throws IOException {
        Native.setThreads(1); // on networks this small a second thread only waits
        TinyRun.images(folder.resolve("s.images"), 60, 16, 3, 1).close();
        TinyRun.images(folder.resolve("validation.images"), 20, 16, 3, 2).close();
        TinyRun.images(folder.resolve("test.images"), 30, 16, 3, 3).close();
        TinyRun.images(folder.resolve("t.images"), 60, 16, 1, 4).close();
        sources = new Sources(name -> null, folder.resolve("cache"));
        recipe = write(
                "tiny",
                "data.source=" + folder.resolve("s.images"),
                "data.sourceValidation=" + folder.resolve("validation.images"),
                "data.sourceTest=" + folder.resolve("test.images"),
                "data.target=" + folder.resolve("t.images"),
                "data.judge=" + judge("t.images", 1),
                "train.evaluateEvery=2");
        reverse = write(
                "reverse",
                "name=reverse",
                "data.targetChannels=3",
                "data.source=" + folder.resolve("t.images"),
                "data.sourceTest=" + folder.resolve("t.images"),
                "data.target=" + folder.resolve("s.images"),
                "data.judge=" + judge("s.images", 3));
    }

    private Path judge(String images, int channels) {
        Path judge = folder.resolve(images + ".judge.safetensors");
        EncoderRun.run(
                TinyRun.recipe(
                        "data.sourceChannels=" + channels,
                        "data.source=" + folder.resolve(images),
                        "data.sourceTest=" + folder.resolve(images)),
                judge,
                sources,
                Watcher.NONE,
                () -> false);
        return judge;
    }

    private Path write(String name, String... settings) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), Recipes.write(TinyRun.recipe(settings)));
    }

    @Test
    void studyComparesItsVariantsOnTheSameSeeds() throws IOException {
        String markdown = study("strategies", List.of(1L, 2L), folder.resolve("out"), () -> false)
                .run();

        JsonNode table = table(folder.resolve("out"), "strategies");
        assertThat(table.get("kind").asText()).isEqualTo("experiment");
        assertThat(table.get("rows")).hasSize(7);
        for (JsonNode row : table.get("rows")) {
            JsonNode accuracy = row.at("/figures/accuracy");
            double first = accuracy.at("/values/1").doubleValue();
            double second = accuracy.at("/values/2").doubleValue();
            assertThat(first).isEqualTo(row.at("/runs/1/accuracy/accuracy").doubleValue());
            assertThat(accuracy.get("mean").doubleValue()).isEqualTo((first + second) / 2);
            assertThat(accuracy.get("standard_deviation").doubleValue())
                    .isCloseTo(Math.abs(first - second) / Math.sqrt(2), org.assertj.core.data.Offset.offset(1e-12));
            assertThat(markdown).contains(row.get("title").asText());
        }
        assertThat(folder.resolve("out/strategies/table.md")).hasContent(markdown);
        assertThat(folder.resolve("out/strategies/report.html"))
                .content()
                .contains("</html>", "<img", "href=\"../runs/");
        assertThat(folder.resolve("out/strategies/grids/plain.png")).isNotEmptyFile();
        Pixels variants = Images.decode(folder.resolve("out/strategies/variants.png"));
        assertThat(variants.height()).isEqualTo(7 * ImageGrid.rowHeight(16, 2));
        assertThat(said)
                .filteredOn(line -> line.startsWith("pretraining an encoder"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ablation", "adaptation", "missing-class", "asymmetry", "strategies"})
    void everyStudyRunsAndItsTableIsAsDocumented(String name) throws IOException {
        study(name, List.of(3L), folder.resolve("out"), () -> false).run();

        Path made = folder.resolve("out").resolve(name);
        assertThat(FiguresSchema.faults(Files.readString(made.resolve("table.json"))))
                .isEmpty();
        for (JsonNode row : table(folder.resolve("out"), name).get("rows")) {
            assertThat(row.get("figures")).isNotEmpty();
            assertThat(row.at("/figures").elements().next().get("mean").isNumber())
                    .isTrue();
        }
        assertThat(made.resolve("confusion/full.png")).isNotEmptyFile(); // every study has the unchanged training
        assertThat(made.resolve("report.html")).content().contains("</html>");
    }

    @Test
    void withoutLabelsItCountsWhetherFFindsTheImageAgain() throws IOException {
        recipe = write(
                "unlabelled",
                "pretrain.objective=vicreg",
                "data.source=" + folder.resolve("s.images"),
                "data.sourceValidation=" + folder.resolve("validation.images"),
                "data.target=" + folder.resolve("t.images"));
        String markdown = study("ablation", List.of(1L), folder.resolve("out"), () -> false)
                .run();

        assertThat(markdown).contains("median rank of s by f").doesNotContain("accuracy, %", "paper, %");
        assertThat(FiguresSchema.faults(Files.readString(folder.resolve("out/ablation/table.json"))))
                .isEmpty();
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> study("adaptation", List.of(1L), folder.resolve("out"), () -> false))
                .withMessageContaining("data.judge");
    }

    @Test
    void variantThatDivergesIsNamedAndHindersNoOther() throws IOException {
        Studies wild = new Studies(
                recipe.toString(), null, List.of("train.generator.learningRate=1e30", "train.warmStartSteps=0"));
        String markdown = study(wild, "ablation", List.of(1L), null, folder.resolve("out"), () -> false)
                .run();

        assertThat(markdown).contains("| diverged |");
        assertThat(said)
                .filteredOn(line -> line.startsWith("study ablation: run"))
                .hasSize(8);
        assertThat(FiguresSchema.faults(Files.readString(folder.resolve("out/ablation/table.json"))))
                .isEmpty();
    }

    @Test
    void figuresThatAKillLeftOutAreMeasuredWhenItIsStartedAgain() throws IOException {
        Path out = folder.resolve("out");
        study("asymmetry", List.of(1L), out, () -> false).run();
        JsonNode before = withoutTimes(table(out, "asymmetry"));
        try (var runs = Files.list(out.resolve("runs"))) {
            for (Path run : runs.toList()) {
                Files.delete(run.resolve("translation.json"));
            }
        }
        study("asymmetry", List.of(1L), out, () -> false).run();

        assertThat(withoutTimes(table(out, "asymmetry"))).isEqualTo(before);
    }

    @Test
    void partsOfTheSeedsAreNamedAsSuch() {
        AtomicInteger asked = new AtomicInteger();
        Path out = folder.resolve("out");
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> study("asymmetry", List.of(1L, 2L), out, () -> asked.incrementAndGet() > 70)
                        .run());
        assertThat(out.resolve("asymmetry/table.md")).content().contains("[1 of 2 seeds]");
    }

    @Test
    void studiesShareTheRunsThatTheyHaveInCommon() {
        study("missing-class", List.of(1L), folder.resolve("out"), () -> false).run();
        said.clear();
        study("asymmetry", List.of(1L), folder.resolve("out"), () -> false).run();

        assertThat(said)
                .filteredOn(line -> line.startsWith("study asymmetry: run"))
                .hasSize(1);
    }

    @Test
    void dearerStrategyGetsFewerSteps() throws IOException {
        study("strategies", List.of(1L), folder.resolve("out"), () -> false).run();

        JsonNode rows = table(folder.resolve("out"), "strategies").get("rows");
        assertThat(steps(rows, "plain")).isEqualTo(6);
        assertThat(steps(rows, "more-g")).isBetween(1, 3);
    }

    private static int steps(JsonNode rows, String name) {
        for (JsonNode row : rows) {
            if (row.get("name").asText().equals(name)) {
                return row.at("/runs/1/training/steps").asInt();
            }
        }
        throw new AssertionError("no row " + name);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 30, 55})
    void stoppedStudyGoesOnToTheVeryFigures(int questions) throws IOException {
        Path straight = folder.resolve("straight");
        study("strategies", List.of(1L), straight, () -> false).run();

        Path stopped = folder.resolve("stopped");
        AtomicInteger asked = new AtomicInteger();
        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> study("strategies", List.of(1L), stopped, () -> asked.incrementAndGet() > questions)
                        .run());
        study("strategies", List.of(1L), stopped, () -> false).run();

        assertThat(withoutTimes(table(stopped, "strategies"))).isEqualTo(withoutTimes(table(straight, "strategies")));
    }

    @Test
    void finishedRunsAreNotRunAgainAndSeedsCanBeAdded() throws IOException {
        Path out = folder.resolve("out");
        study("strategies", List.of(1L), out, () -> false).run();
        JsonNode first = table(out, "strategies");
        said.clear();
        study("strategies", List.of(1L, 2L), out, () -> false).run();

        assertThat(said)
                .filteredOn(line -> line.startsWith("study strategies: run"))
                .hasSize(7);
        assertThat(table(out, "strategies").at("/rows/0/runs/1")).isEqualTo(first.at("/rows/0/runs/1"));
    }

    @Test
    void budgetShortensEveryTrainingAlikeAndIsPlannedOnce() throws IOException {
        Path out = folder.resolve("out");
        String markdown =
                study("strategies", List.of(1L), Duration.ofDays(1), out).run();
        assertThat(markdown).doesNotContain("to fit a budget");
        assertThat(said).contains("planned: 1.000 of the recipe's epochs and steps, to fit the budget");

        Files.writeString(
                out.resolve("strategies/plan.json"),
                Files.readString(out.resolve("strategies/plan.json"))
                        .replaceFirst("\"scale\" : 1.0", "\"scale\" : 0.5"));
        markdown = study("strategies", List.of(1L), Duration.ofDays(1), out).run();
        assertThat(markdown).contains("Epochs and steps are 0.500 of the recipe's");
        assertThat(steps(table(out, "strategies").get("rows"), "plain")).isEqualTo(3);
    }

    @Test
    void budgetThatNoStepFitsIntoIsRefused() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> study("strategies", List.of(1L), Duration.ofNanos(1), folder.resolve("out"))
                        .run())
                .withMessageContaining("too small");
    }

    @Test
    void unknownStudyNamesTheNearest() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> study("abaltion", List.of(1L), folder.resolve("out"), () -> false))
                .withMessageContaining("did you mean 'ablation'");
    }

    @Test
    void seedGivenTwiceIsRefused() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> study("strategies", List.of(1L, 1L), folder.resolve("out"), () -> false))
                .withMessageContaining("each once");
    }

    private StudyRun study(String name, List<Long> seeds, Path out, BooleanSupplier stop) {
        return study(name, seeds, null, out, stop);
    }

    private StudyRun study(String name, List<Long> seeds, Duration budget, Path out) {
        return study(name, seeds, budget, out, () -> false);
    }

    private StudyRun study(String name, List<Long> seeds, @Nullable Duration budget, Path out, BooleanSupplier stop) {
        return study(new Studies(recipe.toString(), reverse.toString(), List.of()), name, seeds, budget, out, stop);
    }

    private StudyRun study(
            Studies studies, String name, List<Long> seeds, @Nullable Duration budget, Path out, BooleanSupplier stop) {
        Watcher watcher = new Watcher() {
            @Override
            public void say(String line) {
                said.add(line);
            }

            @Override
            public void status(String stage, long done, long total, String figures) {}
        };
        return new StudyRun(studies, name, seeds, budget, out, sources, folder.resolve("models"), watcher, stop);
    }

    private static JsonNode table(Path out, String study) throws IOException {
        return new ObjectMapper()
                .readTree(out.resolve(study).resolve("table.json").toFile());
    }

    private static JsonNode withoutTimes(JsonNode table) {
        table.findValues("training").forEach(training -> ((ObjectNode) training).remove("seconds"));
        return table;
    }
}

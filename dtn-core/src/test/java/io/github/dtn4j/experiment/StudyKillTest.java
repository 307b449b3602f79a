package io.github.dtn4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.EncoderRun;
import io.github.dtn4j.run.Watcher;
import io.github.dtn4j.torch.Native;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A study whose process is killed, as by kill -9, goes on to the numbers of one that was left alone. */
@Tag("slow")
class StudyKillTest {
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    /** A study in a process of its own, which says a word for every report that its run makes. */
    static final class Apart {
        public static void main(String[] args) {
            Native.setThreads(1);
            study(args[2], Path.of(args[0]), Path.of(args[1]), new Watcher() {
                        @Override
                        public void say(String line) {
                            System.out.println(line);
                        }

                        @Override
                        public void status(String stage, long done, long total, String figures) {
                            System.out.println(stage + " " + done);
                        }
                    })
                    .run();
        }
    }

    private static StudyRun study(String name, Path folder, Path out, Watcher watcher) {
        String recipe = folder.resolve("tiny.yaml").toString();
        return new StudyRun(
                new Studies(recipe, recipe, List.of()),
                name,
                List.of(1L),
                null,
                out,
                new Sources(variable -> null, folder.resolve("cache")),
                folder.resolve("models"),
                watcher,
                () -> false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strategies", "adaptation"})
    void killedStudyGoesOnToTheNumbersOfAnUninterruptedOne(String name) throws Exception {
        writeRecipe();
        Native.setThreads(1);
        int[] reports = {0};
        Path straight = folder.resolve("straight");
        study(name, folder, straight, new Watcher() {
                    @Override
                    public void say(String line) {
                        reports[0]++;
                    }

                    @Override
                    public void status(String stage, long done, long total, String figures) {
                        reports[0]++;
                    }
                })
                .run();

        Path killed = folder.resolve("killed");
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < KILLS; i++) {
            killAfter(name, random.nextInt(5, reports[0] / KILLS), killed);
        }
        study(name, folder, killed, Watcher.NONE).run();

        assertThat(numbers(name, killed)).isEqualTo(numbers(name, straight));
    }

    /** Starts or goes on with a study and kills its process after so many reports. */
    private void killAfter(String name, int reports, Path out) throws IOException, InterruptedException {
        Process study = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Apart.class.getName(),
                        folder.toString(),
                        out.toString(),
                        name))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = study.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < reports; i++) {
                assertThat(said.readLine())
                        .as("a report of a study that is not finished")
                        .isNotNull();
            }
            study.destroyForcibly();
            assertThat(study.waitFor()).isNotZero();
        }
    }

    private void writeRecipe() throws IOException {
        TinyRun.images(folder.resolve("s.images"), 60, 16, 3, 1).close();
        TinyRun.images(folder.resolve("t.images"), 60, 16, 1, 2).close();
        Path judge = folder.resolve("judge.safetensors");
        EncoderRun.run(
                TinyRun.recipe(
                        "data.sourceChannels=1",
                        "data.source=" + folder.resolve("t.images"),
                        "data.sourceTest=" + folder.resolve("t.images")),
                judge,
                new Sources(name -> null, folder.resolve("cache")),
                Watcher.NONE,
                () -> false);
        Files.writeString(
                folder.resolve("tiny.yaml"),
                Recipes.write(TinyRun.recipe(
                        "data.source=" + folder.resolve("s.images"),
                        "data.sourceValidation=" + folder.resolve("s.images"),
                        "data.sourceTest=" + folder.resolve("s.images"),
                        "data.target=" + folder.resolve("t.images"),
                        "data.judge=" + judge,
                        "train.warmStartSteps=3",
                        "train.codeNoise=0.3",
                        "train.checkpointEvery=2")));
    }

    private static JsonNode numbers(String name, Path out) throws IOException {
        JsonNode table = new ObjectMapper()
                .readTree(out.resolve(name).resolve("table.json").toFile());
        table.findValues("training").forEach(training -> ((ObjectNode) training).remove("seconds"));
        return table;
    }
}

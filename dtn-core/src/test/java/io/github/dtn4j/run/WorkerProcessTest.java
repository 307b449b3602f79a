package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.ProcessGroupSpec;
import io.github.dtn4j.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker in a process of its own, with random numbers of its own. */
@Tag("slow")
@Timeout(300)
class WorkerProcessTest {
    private static final List<String> EVERYTHING_RANDOM = List.of(
            "discriminator.shift=1",
            "discriminator.patches=true",
            "train.codeNoise=0.5",
            "train.codeNoiseLeast=0.2",
            "train.codeShrink=0.5",
            "train.warmStartSteps=2",
            "train.warmStartNoise=true",
            "train.codeWarp={rotationDegrees: 10, scaleMin: 0.9, scaleMax: 1.1, aspect: 0.1, shear: 0.1, shift: 0.1}",
            "train.balancedClasses=true",
            "train.r1=1",
            "train.r1Every=2",
            "train.batch=8",
            "train.logEvery=1");

    @TempDir
    Path folder;

    /** The worker: args are where it meets the first one, and the folder of this test. */
    static final class Apart {
        public static void main(String[] args) {
            Native.setThreads(1);
            try (ProcessGroup group = ProcessGroup.join(new ProcessGroupSpec(2, 1, args[0]));
                    WorkerRun work =
                            new WorkerRun(null, false, sources(Path.of(args[1])), group, Watcher.NONE, () -> false)) {
                work.run();
            }
            System.exit(0);
        }
    }

    private static Sources sources(Path folder) {
        return new Sources(variable -> null, folder.resolve("cache"));
    }

    @BeforeEach
    void writeImages() {
        Native.setThreads(1);
        TinyRun.images(folder.resolve("s.images"), 48, 16, 3, 1).close();
        TinyRun.images(folder.resolve("t.images"), 40, 16, 1, 4).close();
    }

    @Test
    void noiseIsThatOfOneLargeBatch() throws Exception {
        Recipe recipe = recipe(EVERYTHING_RANDOM, "train.generator.type=sgd", "train.discriminator.type=sgd");
        Path alone = begin("alone", recipe);
        go(alone, ProcessGroup.ONE, Watcher.NONE);
        Path together = begin("together", recipe);
        withWorker((group, process) -> {
            go(together, group, Watcher.NONE);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        });

        List<JsonNode> expected = losses(alone);
        List<JsonNode> actual = losses(together);
        assertThat(actual).hasSameSizeAs(expected).hasSize(6);
        for (int i = 0; i < actual.size(); i++) {
            for (String name : List.of("loss/d", "loss/gang", "loss/const", "loss/tid")) {
                double loss = expected.get(i).get(name).doubleValue();
                assertThat(actual.get(i).get(name).doubleValue())
                        .as("%s at step %d", name, i + 1)
                        .isCloseTo(loss, within(1e-4 * loss));
            }
        }
    }

    @Test
    void killedWorkerEndsTheRunAtOnceWithAWholeCheckpoint() throws Exception {
        Path run = begin("run", recipe(EVERYTHING_RANDOM, "train.steps=100000", "train.checkpointEvery=5"));
        withWorker((group, process) -> {
            long[] killed = {0};
            assertThatThrownBy(() -> go(run, group, watching(20, () -> {
                        process.destroyForcibly();
                        killed[0] = System.nanoTime();
                    })))
                    .isInstanceOf(DtnException.class)
                    .hasMessageMatching(
                            "worker 1 of 2 was lost at step \\d+; the last checkpoint is whole: go on with dtn "
                                    + "train --resume .*, with any number of workers");
            assertThat(Duration.ofNanos(System.nanoTime() - killed[0])).isLessThan(Duration.ofSeconds(10));
        });
        assertThat(checkpointStep(run)).isGreaterThanOrEqualTo(15); // that of step 20 is written after the kill

        assertThat(stoppedAt(run, ProcessGroup.ONE, 40)).isGreaterThanOrEqualTo(40);
        withWorker((group, process) -> assertThat(stoppedAt(run, group, 60)).isGreaterThanOrEqualTo(60));
    }

    /** Goes on with a run until that step; returns the step of the checkpoint then. */
    private long stoppedAt(Path run, ProcessGroup group, long step) {
        boolean[] wish = {false};
        assertThatThrownBy(() -> go(run, group, watching(step, () -> wish[0] = true), wish))
                .isInstanceOf(StoppedException.class);
        return checkpointStep(run);
    }

    private static long checkpointStep(Path run) {
        try (PointerScope scope = new PointerScope()) {
            return Tensors.toLongs(
                    Checkpoint.read(run.resolve("checkpoints/training.safetensors"), Checkpoint.Kind.TRAINING)
                            .tensors()
                            .get("step"))[0];
        }
    }

    private static Watcher watching(long step, Runnable then) {
        return new Watcher() {
            @Override
            public void say(String line) {}

            @Override
            public void status(String stage, long done, long total, String figures) {
                if (stage.equals("train") && done == step) {
                    then.run();
                }
            }
        };
    }

    private void go(Path run, ProcessGroup group, Watcher watcher, boolean... wish) {
        try (RunFolder opened = RunFolder.open(run);
                TrainRun work = new TrainRun(
                        opened,
                        sources(folder),
                        folder.resolve("models"),
                        watcher,
                        () -> wish.length > 0 && wish[0],
                        group)) {
            work.run();
        }
    }

    @FunctionalInterface
    private interface First {
        void work(ProcessGroup group, Process second) throws Exception;
    }

    private void withWorker(First first) throws Exception {
        String master = ProcessGroupSpec.FILE + folder.resolve(UUID.randomUUID().toString());
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Apart.class.getName(),
                        master,
                        folder.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (ProcessGroup group = ProcessGroup.join(new ProcessGroupSpec(2, 0, master))) {
            first.work(group, process);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static List<JsonNode> losses(Path run) throws IOException {
        List<JsonNode> losses = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode node = new ObjectMapper().readTree(line);
            if (node.has("loss/d")) {
                losses.add(node);
            }
        }
        return losses;
    }

    private Path begin(String name, Recipe recipe) {
        try (RunFolder run = RunFolder.at(folder.resolve(name), recipe)) {
            return run.path();
        }
    }

    private Recipe recipe(List<String> settings, String... overrides) {
        List<String> all = new ArrayList<>(
                List.of("data.source=" + folder.resolve("s.images"), "data.target=" + folder.resolve("t.images")));
        all.addAll(settings);
        all.addAll(List.of(overrides));
        return TinyRun.recipe(all.toArray(new String[0]));
    }
}

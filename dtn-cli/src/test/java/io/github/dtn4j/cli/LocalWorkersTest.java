package io.github.dtn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.torch.Native;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code dtn train --local-workers}: the other workers are processes. */
@Tag("slow")
@Timeout(300)
class LocalWorkersTest {
    private static final List<String> TINY = List.of(
            "data.source=street-digits:200:1",
            "data.target=mnist:train[0:200]",
            "encoder.widths=[4, 6]",
            "encoder.convolutions=[1, 1]",
            "encoder.embedding=10",
            "pretrain.epochs=1",
            "generator.widths=[8, 4, 4]",
            "discriminator.widths=[4, 8]",
            "train.warmStartSteps=2",
            "train.batch=8",
            "train.checkpointEvery=5");

    @TempDir
    Path folder;

    private final int threads = Native.threads();

    @BeforeEach
    void useOwnFolders() {
        System.setProperty("dtn.home", folder.toString());
        System.setProperty("dtn.cache", folder.resolve("cache").toString());
    }

    @AfterEach
    void forgetFolders() {
        System.clearProperty("dtn.home");
        System.clearProperty("dtn.cache");
        Native.setThreads(threads);
    }

    @Test
    void twoWorkersTrainAModel() {
        Outcome outcome = train(2, "train.steps=4");

        assertThat(outcome.err()).doesNotContain("worker");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(run().resolve("model.safetensors")).isNotEmptyFile();
        assertThat(children()).isEmpty();
    }

    @Test
    void killedWorkerEndsTheRunWithAWholeCheckpoint() throws Exception {
        FutureTask<Outcome> training = new FutureTask<>(() -> train(2, "train.steps=100000"));
        new Thread(training, "training").start();
        Path checkpoint = run().resolve("checkpoints/training.safetensors");
        until(() -> Files.exists(checkpoint) || training.isDone());
        children().forEach(ProcessHandle::destroyForcibly);
        Outcome outcome = training.get(20, TimeUnit.SECONDS);

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err().strip().lines())
                .singleElement()
                .asString()
                .matches("dtn: worker 1 of 2 was lost .*the last checkpoint is whole: go on with dtn train --resume "
                        + ".*00001-dtn, with any number of workers");

        assertThat(checkpoint).isNotEmptyFile();
    }

    @Test
    void signalToOneWorkerStopsAll() throws Exception {
        FutureTask<Outcome> training = new FutureTask<>(() -> train(2, "train.steps=100000"));
        new Thread(training, "training").start();
        until(() -> Files.exists(run().resolve("checkpoints/training.safetensors")) || training.isDone());
        children().forEach(ProcessHandle::destroy); // SIGTERM
        Outcome outcome = training.get(30, TimeUnit.SECONDS);

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err().strip().lines())
                .singleElement()
                .asString()
                .matches("dtn: stopped at step \\d+ of 100000; go on with: dtn train --resume .*00001-dtn");
        assertThat(children()).isEmpty();
    }

    @Test
    void workerThatEndsBeforeItBeganIsNoticed() throws Exception {
        FutureTask<Outcome> training = new FutureTask<>(() -> train(2, "train.steps=4"));
        new Thread(training, "training").start();
        until(() -> !children().isEmpty() || training.isDone());
        children().forEach(ProcessHandle::destroyForcibly);
        Outcome outcome = training.get(60, TimeUnit.SECONDS);

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err().strip()).isEqualTo("dtn: worker 1 of 2 ended before it began");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    private Path run() {
        return folder.resolve("runs").resolve("00001-dtn");
    }

    private Outcome train(int workers, String... settings) {
        List<Object> words = new ArrayList<>(
                List.of("train", "defaults", "--runs", folder.resolve("runs"), "--local-workers", workers));
        TINY.forEach(setting -> words.addAll(List.of("--set", setting)));
        for (String setting : settings) {
            words.addAll(List.of("--set", setting));
        }
        return Outcome.of(words.toArray());
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> child.info().command().orElse("").endsWith("java")) // no longer the JDK's spawn helper
                .toList();
    }

    private static void until(Supplier<Boolean> met) throws InterruptedException {
        for (int i = 0; i < 1200 && !met.get(); i++) {
            Thread.sleep(100);
        }
    }
}

package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.Progress;
import io.github.dtn4j.TinyRun;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Ranks;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ranks as threads of one process. They share libtorch's random numbers, so that here nothing draws any after the networks are
 * made; noise is tested where each rank is a process.
 */
@Timeout(300)
class DataParallelTest {
    private static final List<String> SHARED = List.of(
            "train.batch=12",
            "train.steps=30",
            "train.codeWarp={rotationDegrees: 10, scaleMin: 0.9, scaleMax: 1.1, aspect: 0.1, shear: 0.1, shift: 0.1}",
            "train.codeShrink=0.5",
            "discriminator.shift=1");

    @TempDir
    Path folder;

    static Stream<List<String>> strategies() {
        return Stream.of(
                List.of(),
                List.of("discriminator.patches=true", "train.r1=1"),
                List.of("train.r1=10", "train.r1Every=1"),
                List.of("train.balance.order=simultaneous"),
                List.of("train.balance.halves=separate", "train.balance.sourceGeneratorUpdates=2"),
                List.of("train.balancedClasses=true", "train.constImages=7"),
                List.of("loss.tvWeight=0.05", "loss.constDistance=cosine", "loss.tidDistance=l1"),
                List.of(
                        "generator.input=images",
                        "generator.pointwise=true",
                        "encoder.slope=0.9", // at a kink one rounding changes the gradient
                        "discriminator.slope=0.9"));
    }

    /** SGD of rate 1 without momentum moves every weight by its gradient. */
    @ParameterizedTest
    @MethodSource("strategies")
    void averagedGradientsAreThoseOfOneLargeBatch(List<String> settings) {
        Recipe recipe = recipe(
                settings,
                "train.generator={type: sgd, learningRate: 0.1, beta1: 0}",
                "train.discriminator={type: sgd, learningRate: 0.1, beta1: 0}");
        try (TinyTraining training = new TinyTraining(folder, recipe)) {
            Map<String, float[]> before;
            Map<String, float[]> alone;
            Losses lossesAlone;
            try (Trainer trainer = training.trainer()) {
                before = TinyTraining.state(trainer);
                lossesAlone = trainer.train();
                alone = TinyTraining.state(trainer);
            }
            for (int ranks : new int[] {2, 3}) {
                List<Map<String, float[]>> together = Ranks.together(folder, ranks, group -> {
                    try (Trainer trainer = trainer(training, group)) {
                        assertClose(trainer.train(), lossesAlone, 1e-5);
                        return TinyTraining.state(trainer);
                    }
                });
                assertThat(distance(before, alone, together.get(0), "generator."))
                        .isLessThan(1e-5);
                assertThat(distance(before, alone, together.get(0), "discriminator."))
                        .isLessThan(1e-5);
                together.forEach(other -> assertSame(other, together.get(0)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void thirtyStepsHaveTheLossesOfOneProcessAndTheSameWeightsOnEachRank(List<String> settings) {
        try (TinyTraining training = new TinyTraining(folder, recipe(settings, "train.warmStartSteps=5"))) {
            List<Losses> alone = new ArrayList<>();
            try (Trainer trainer = training.trainer()) {
                run(trainer, alone, 30);
            }
            List<Map<String, float[]>> together = Ranks.together(folder, 2, group -> {
                try (Trainer trainer = trainer(training, group)) {
                    List<Losses> losses = new ArrayList<>();
                    run(trainer, losses, 30);
                    for (int i = 0; i < 30; i++) {
                        assertClose(losses.get(i), alone.get(i), 0.01);
                    }
                    return TinyTraining.state(trainer);
                }
            });
            assertSame(together.get(0), together.get(1));
        }
    }

    @Test
    void trainingGoesOnWithAnotherNumberOfRanks() {
        try (TinyTraining training = new TinyTraining(folder, recipe(List.of()))) {
            List<Losses> straight = new ArrayList<>();
            try (Trainer trainer = training.trainer()) {
                run(trainer, straight, 15);
            }
            Path file = folder.resolve("state.safetensors");
            List<Losses> changing = new ArrayList<>();
            for (int ranks : new int[] {2, 1, 3}) {
                int end = changing.size() + 5;
                List<List<Losses>> parts = ranks == 1
                        ? List.of(goOn(training, ProcessGroup.ONE, file, end))
                        : Ranks.together(folder, ranks, group -> goOn(training, group, file, end));
                changing.addAll(parts.get(0));
                assertThat(parts).allMatch(part -> part.equals(parts.get(0)));
            }
            for (int i = 0; i < 15; i++) {
                assertClose(changing.get(i), straight.get(i), 0.01);
            }
        }
    }

    @Test
    void decisionsThatLossesMakeAreTheSameOnAllRanks() {
        Recipe recipe =
                recipe(List.of("train.balance.discriminatorFloor=3.2", "train.balance.discriminatorCeiling=3.2"));
        try (TinyTraining training = new TinyTraining(folder, recipe)) {
            List<List<Losses>> seen = Ranks.together(folder, 2, group -> {
                try (Trainer trainer = trainer(training, group)) {
                    List<Losses> losses = new ArrayList<>();
                    run(trainer, losses, 30);
                    return losses;
                }
            });
            assertThat(seen.get(0)).isEqualTo(seen.get(1));
            assertThat(seen.get(0)).anyMatch(losses -> !losses.discriminatorUpdated());
            assertThat(seen.get(0)).anyMatch(losses -> !losses.generatorUpdated());
        }
    }

    @Test
    void ranksShareEveryBatchWithoutOverlap() {
        try (TinyTraining training = new TinyTraining(folder, recipe(List.of()));
                PointerScope scope = new PointerScope()) {
            for (long step : new long[] {0, 1, 7}) {
                float[] whole = Tensors.toArray(training.batches().at(step).sourceCode());
                List<float[]> parts = Ranks.together(
                        folder,
                        3,
                        group ->
                                Tensors.toArray(training.batches(group).at(step).sourceCode()));
                int dimension = whole.length / 12;
                for (int row = 0; row < 12; row++) {
                    int from = row / 3 * dimension;
                    assertThat(Arrays.copyOfRange(parts.get(row % 3), from, from + dimension))
                            .isEqualTo(Arrays.copyOfRange(whole, row * dimension, (row + 1) * dimension));
                }
                assertThat(parts).allMatch(part -> part.length == whole.length / 3);
            }
        }
    }

    @Test
    void embeddingsOfAllRanksAreTheBitsOfOne() {
        try (TinyTraining training = new TinyTraining(folder, recipe(List.of()), 600)) {
            float[] alone = Tensors.toArray(training.sourceCodes.codes());
            List<float[]> together = Ranks.together(folder, 2, group -> {
                try (Embeddings codes = Embeddings.of(training.encoder, training.source, Progress.NONE, group)) {
                    return Tensors.toArray(codes.codes());
                }
            });
            assertThat(together).allMatch(codes -> Arrays.equals(codes, alone));
        }
    }

    @Test
    void stepsLeaveNothingBehind() {
        try (TinyTraining training = new TinyTraining(folder, recipe(List.of()))) {
            List<Long> grown = Ranks.together(folder, 2, group -> {
                try (Trainer trainer = trainer(training, group)) {
                    for (int i = 0; i < 5; i++) {
                        trainer.train();
                    }
                    long before = Pointer.totalCount();
                    for (int i = 0; i < 20; i++) {
                        trainer.train();
                    }
                    return Pointer.totalCount() - before;
                }
            });
            assertThat(grown).allMatch(count -> count < 500); // the other rank may be in the middle of a step
        }
    }

    private static List<Losses> goOn(TinyTraining training, ProcessGroup group, Path file, int end) {
        try (Trainer trainer = trainer(training, group);
                PointerScope scope = new PointerScope()) {
            if (end > 5 && group.rank() == 0) {
                trainer.load(Checkpoint.read(file, Checkpoint.Kind.TRAINING).tensors());
            }
            trainer.synchronise(() -> {});
            List<Losses> losses = new ArrayList<>();
            run(trainer, losses, end);
            if (group.rank() == 0) {
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                trainer.save(tensors);
                new Checkpoint(Checkpoint.Kind.TRAINING, training.recipe, Map.of(), tensors).write(file);
            }
            return losses;
        }
    }

    private static void run(Trainer trainer, List<Losses> losses, int end) {
        while (trainer.warming()) {
            trainer.warm();
        }
        while (trainer.step() < end) {
            losses.add(trainer.train());
        }
    }

    private static void assertClose(Losses actual, Losses expected, double tolerance) {
        expected.scalars()
                .forEach((name, loss) -> assertThat(actual.scalars().get(name))
                        .as(name)
                        .isCloseTo(loss, within(tolerance * Math.abs(loss))));
    }

    private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
        expected.forEach((name, values) ->
                assertThat(Arrays.equals(actual.get(name), values)).as(name).isTrue());
    }

    private Recipe recipe(List<String> settings, String... more) {
        List<String> all = new ArrayList<>(SHARED);
        all.addAll(List.of(more));
        all.addAll(settings);
        return TinyRun.recipe(all.toArray(new String[0]));
    }

    /** One after the other: the first weights are random numbers of one generator. */
    private static Trainer trainer(TinyTraining training, ProcessGroup group) {
        Trainer trainer = make(training, group);
        trainer.synchronise(() -> {}); // none begins to train while another is made
        return trainer;
    }

    private static synchronized Trainer make(TinyTraining training, ProcessGroup group) {
        return training.trainer(group);
    }

    /** How far two moves from the same start are apart, relative to their length. */
    private static double distance(
            Map<String, float[]> start, Map<String, float[]> a, Map<String, float[]> b, String prefix) {
        double apart = 0;
        double length = 0;
        for (String name : TinyTraining.part(start, prefix).keySet()) {
            for (int i = 0; i < start.get(name).length; i++) {
                apart += Math.pow(a.get(name)[i] - b.get(name)[i], 2);
                length += Math.pow(a.get(name)[i] - start.get(name)[i], 2);
            }
        }
        return Math.sqrt(apart / length);
    }
}

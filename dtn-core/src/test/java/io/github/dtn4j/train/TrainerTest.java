package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final List<String> EVERYTHING_RANDOM = List.of(
            "discriminator.shift=1",
            "discriminator.patches=true",
            "train.codeNoise=0.5",
            "train.codeNoiseLeast=0.2",
            "train.visibleNoise=0.3",
            "train.codeShrink=0.5",
            "train.warmStartSteps=3",
            "train.warmStartEnd=0.1",
            "train.warmStartNoise=true",
            "train.codeWarp={rotationDegrees: 10, scaleMin: 0.9, scaleMax: 1.1, aspect: 0.1, shear: 0.1, shift: 0.1}",
            "train.balancedClasses=true",
            "loss.constRise=0.5",
            "train.r1=1",
            "train.r1Every=3",
            "train.steps=20");

    @TempDir
    Path folder;

    static Stream<List<String>> strategies() {
        return Stream.of(
                List.of("train.steps=2"),
                List.of("train.balance.halves=separate"),
                List.of("train.balance.halves=separate", "train.balance.discriminatorFloor=2.3"), // the shipped floor
                List.of(
                        "train.balance.halves=separate",
                        "train.balance.sourceGeneratorUpdates=6",
                        "train.balance.targetDiscriminatorUpdates=2",
                        "train.balance.targetGeneratorUpdates=4"),
                List.of("train.balance.sourceDiscriminatorUpdates=0", "train.balance.targetDiscriminatorUpdates=0"),
                List.of("train.balance.order=simultaneous"),
                List.of("train.balance.order=simultaneous", "train.balance.halves=separate"),
                List.of("train.balance.order=simultaneous", "discriminator.shift=2", "discriminator.patches=true"),
                List.of("discriminator.classes=2"),
                List.of("discriminator.classes=2", "train.balance.order=simultaneous", "train.r1=1"),
                List.of("discriminator.patches=true", "discriminator.activation=relu", "train.r1=1"),
                List.of("train.discriminator.type=sgd", "train.generator.type=adamw"),
                List.of("train.r1=10", "train.r1Every=1"),
                List.of("loss.constDistance=cosine", "loss.tidDistance=cosine"),
                List.of("loss.tvWeight=0.05"),
                List.of("loss.gangWeight=0"),
                List.of("train.codeNoise=0.5"),
                List.of("train.balancedClasses=true"),
                List.of("train.codeWarp.rotationDegrees=10"),
                List.of("generator.input=images"),
                List.of("generator.input=images", "train.balance.halves=separate", "train.codeNoise=0.5"),
                List.of("data.targetChannels=1", "generator.pointwise=true", "generator.kernel=3"));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void everyStrategyMovesBothNetworksAndStaysFinite(List<String> settings) {
        try (TinyTraining training = new TinyTraining(folder, TinyRun.recipe(settings.toArray(new String[0])));
                Trainer trainer = training.trainer()) {
            Map<String, float[]> before = TinyTraining.state(trainer);
            for (int step = 1; step <= 2; step++) {
                Losses losses = trainer.train();
                assertThat(losses.finite()).isTrue();
                assertThat(losses.generatorUpdated()).isTrue();
                assertThat(trainer.step()).isEqualTo(step);
            }
            Map<String, float[]> after = TinyTraining.state(trainer);
            boolean discriminatorRests = settings.get(0).endsWith("sourceDiscriminatorUpdates=0");
            assertThat(after.get("generator.start.weight")).isNotEqualTo(before.get("generator.start.weight"));
            assertThat(same(before, after, "discriminator.last.weight")).isEqualTo(discriminatorRests);
            after.values().forEach(values -> {
                for (float value : values) {
                    assertThat(value).isFinite();
                }
            });
        }
    }

    @Test
    void discriminatorsGradientsDoNotReachTheGenerator() {
        try (TinyTraining training =
                        new TinyTraining(folder, TinyRun.recipe("train.balance.discriminatorCeiling=1e-6"));
                Trainer trainer = training.trainer()) {
            Map<String, float[]> before = trained(trainer);
            Losses losses = trainer.train();
            Map<String, float[]> after = trained(trainer);

            assertThat(losses.generatorUpdated()).isFalse();
            assertThat(losses.discriminatorUpdated()).isTrue();
            assertUnchanged(before, after, "generator.");
            assertThat(after.get("discriminator.last.weight")).isNotEqualTo(before.get("discriminator.last.weight"));
            trainer.generator()
                    .weights()
                    .trained()
                    .forEach((name, weight) ->
                            assertThat(weight.grad().defined()).as(name).isFalse());
        }
    }

    @Test
    void generatorsUpdateDoesNotMoveTheDiscriminatorWhichRestsBelowItsFloor() {
        try (TinyTraining training = new TinyTraining(folder, TinyRun.recipe("train.balance.discriminatorFloor=1e6"));
                Trainer trainer = training.trainer()) {
            Map<String, float[]> before = trained(trainer);
            Losses losses = trainer.train();
            Map<String, float[]> after = trained(trainer);

            assertThat(losses.generatorUpdated()).isTrue();
            assertThat(losses.discriminatorUpdated()).isFalse();
            assertUnchanged(before, after, "discriminator.");
            assertThat(after.get("generator.last.weight")).isNotEqualTo(before.get("generator.last.weight"));
            trainer.discriminator()
                    .weights()
                    .trained()
                    .forEach((name, weight) ->
                            assertThat(weight.grad().defined()).as(name).isFalse());
        }
    }

    /** An untrained D answers uniformly: L_D is 3 ln 3 = 3.3, of which the source half has 1.1 and the target half 2.2. */
    @ParameterizedTest
    @CsvSource({"3.2, true", "3.4, false"})
    void floorHoldsForEachHalfByItsShareOfTheTerms(double floor, boolean updated) {
        Recipe recipe = TinyRun.recipe("train.balance.halves=separate", "train.balance.discriminatorFloor=" + floor);
        try (TinyTraining training = new TinyTraining(folder, recipe);
                Trainer trainer = training.trainer()) {
            assertThat(trainer.train().discriminatorUpdated()).isEqualTo(updated);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"codes", "images"})
    void encoderIsNotMoved(String input) {
        try (PointerScope scope = new PointerScope();
                TinyTraining training = new TinyTraining(folder, TinyRun.recipe("generator.input=" + input));
                Trainer trainer = training.trainer()) {
            Tensor images = training.batches().at(0).target();
            float[] before = Tensors.toArray(training.encoder.forward(images));
            for (int i = 0; i < 5; i++) {
                trainer.train();
            }
            assertThat(Tensors.toArray(training.encoder.forward(images))).isEqualTo(before);
        }
    }

    @Test
    void encoderBeforeTheGeneratorIsTrainedFromItsFirstWeightsOn() {
        Recipe recipe = TinyRun.recipe("generator.input=images", "loss.gangWeight=0", "loss.tidWeight=0");
        String[] names = {"generator.stem.block1.1.conv.weight", "generator.stem.embedding.weight"};
        try (TinyTraining training = new TinyTraining(folder, recipe);
                Trainer trainer = training.trainer()) {
            Map<String, float[]> before = TinyTraining.state(trainer);
            trainer.train();
            Map<String, float[]> after = TinyTraining.state(trainer);
            for (String name : names) {
                assertThat(after.get(name)).as(name).isNotEqualTo(before.get(name));
            }
        }
    }

    @Test
    void generatorSeesTheVeryImagesWhoseEmbeddingsItsDrawingsAreHeldAgainst() {
        try (PointerScope scope = new PointerScope();
                TinyTraining training = new TinyTraining(folder, TinyRun.recipe("generator.input=images"))) {
            Batches batches = training.batches();
            for (long step : new long[] {0, 1, 2, 9}) { // gathered in the background, and not
                Batch batch = batches.at(step);
                assertThat(batch.targetInput().shape())
                        .isEqualTo(batch.sourceInput().shape());
                assertThat(Tensors.toArray(training.encoder.forward(batch.sourceInput())))
                        .containsExactly(Tensors.toArray(batch.sourceCode()), within(1e-4f));
                assertThat(Tensors.toArray(batch.targetInput()))
                        .isEqualTo(Tensors.toArray(batch.target().repeat(1, 3, 1, 1)));
            }
        }
    }

    @Test
    void bothOrdersUpdateTheDiscriminatorAlikeInTheFirstStep() {
        String sgd = "train.discriminator.type=sgd";
        Map<String, float[]> alternating = afterOneStep(sgd, "train.balance.order=alternating");
        Map<String, float[]> simultaneous = afterOneStep(sgd, "train.balance.order=simultaneous");

        TinyTraining.part(alternating, "discriminator.")
                .forEach((name, values) ->
                        assertThat(simultaneous.get(name)).as(name).containsExactly(values, within(1e-7f)));
    }

    @Test
    void seedDecidesInitialisation() {
        String weight = "generator.start.weight";
        float[] one = afterOneStep("seed=1").get(weight);

        assertThat(afterOneStep("seed=1").get(weight)).isEqualTo(one);
        assertThat(afterOneStep("seed=2").get(weight)).isNotEqualTo(one);
    }

    @Test
    void generatorLearnsTheImagesOfOneBatchByHeart() {
        try (TinyTraining training = new TinyTraining(
                        folder,
                        TinyRun.recipe(
                                "train.batch=8",
                                "train.steps=60",
                                "generator.widths=[16, 8]",
                                "train.generator.learningRate=0.01"),
                        8);
                Trainer trainer = training.trainer()) {
            double start = trainer.train().of(LossTerm.TID);
            double end = start;
            while (trainer.step() < 60) {
                end = trainer.train().of(LossTerm.TID);
            }
            assertThat(end).isLessThan(0.5 * start);
        }
    }

    @Test
    void warmStartTeachesTheIdentityAlone() {
        try (TinyTraining training = new TinyTraining(
                        folder, TinyRun.recipe("train.warmStartSteps=40", "train.warmStartRate=0.01"));
                Trainer trainer = training.trainer();
                Trainer cold = training.trainer()) {
            Map<String, float[]> before = trained(trainer);
            double end = warmStart(trainer);

            assertThat(trainer.step()).isZero();
            assertUnchanged(before, trained(trainer), "discriminator.");
            assertThat(end).isLessThan(0.7 * cold.train().of(LossTerm.TID));
        }
    }

    @ParameterizedTest
    @MethodSource("resumable")
    void resumedTrainingContinuesBitForBit(List<String> settings) {
        try (TinyTraining training = new TinyTraining(folder, TinyRun.recipe(settings.toArray(new String[0])))) {
            Map<String, float[]> straight;
            try (Trainer trainer = training.trainer()) {
                warmStart(trainer);
                train(trainer, 20);
                straight = TinyTraining.state(trainer);
            }
            Path file = folder.resolve("state.safetensors");
            try (Trainer trainer = training.trainer();
                    PointerScope scope = new PointerScope()) {
                warmStart(trainer);
                train(trainer, 10);
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                trainer.save(tensors);
                new Checkpoint(Checkpoint.Kind.TRAINING, training.recipe, Map.of(), tensors).write(file);
            }
            try (Trainer trainer = training.trainer();
                    PointerScope scope = new PointerScope()) {
                trainer.load(Checkpoint.read(file, Checkpoint.Kind.TRAINING).tensors());
                assertThat(trainer.step()).isEqualTo(10);
                train(trainer, 10);
                Map<String, float[]> resumed = TinyTraining.state(trainer);

                assertThat(resumed.keySet()).isEqualTo(straight.keySet());
                straight.forEach(
                        (name, values) -> assertThat(resumed.get(name)).as(name).isEqualTo(values));
            }
        }
    }

    static Stream<List<String>> resumable() {
        return Stream.of(
                List.of("train.steps=20"),
                EVERYTHING_RANDOM,
                Stream.concat(EVERYTHING_RANDOM.stream(), Stream.of("generator.input=images"))
                        .toList(),
                List.of(
                        "train.steps=20",
                        "train.warmStartSteps=3",
                        "train.discriminator.type=sgd",
                        "train.generator.type=adamw",
                        "train.balance.halves=separate",
                        "train.balance.sourceGeneratorUpdates=2"));
    }

    private static void train(Trainer trainer, int steps) {
        for (int i = 0; i < steps; i++) {
            trainer.train();
        }
    }

    private Map<String, float[]> afterOneStep(String... settings) {
        try (TinyTraining training = new TinyTraining(folder, TinyRun.recipe(settings));
                Trainer trainer = training.trainer()) {
            trainer.train();
            return TinyTraining.state(trainer);
        }
    }

    /** L_TID of the last update. */
    private static double warmStart(Trainer trainer) {
        double identity = Double.NaN;
        while (trainer.warming()) {
            identity = trainer.warm();
        }
        return identity;
    }

    /** Without BatchNorm statistics, which every forward pass moves. */
    private static Map<String, float[]> trained(Trainer trainer) {
        Map<String, float[]> values = new LinkedHashMap<>();
        trainer.generator()
                .weights()
                .trained()
                .forEach((name, weight) -> values.put("generator." + name, Tensors.toArray(weight)));
        trainer.discriminator()
                .weights()
                .trained()
                .forEach((name, weight) -> values.put("discriminator." + name, Tensors.toArray(weight)));
        return values;
    }

    private static void assertUnchanged(Map<String, float[]> before, Map<String, float[]> after, String prefix) {
        TinyTraining.part(before, prefix)
                .forEach((name, values) -> assertThat(after.get(name)).as(name).isEqualTo(values));
    }

    private static boolean same(Map<String, float[]> a, Map<String, float[]> b, String name) {
        return Arrays.equals(a.get(name), b.get(name));
    }
}

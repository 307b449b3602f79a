package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    private PointerScope scope;

    @BeforeEach
    void openScope() {
        Native.seed(7);
        scope = new PointerScope();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @Test
    void encoderHasAsManyParametersAsItsLayersSay() {
        Recipe recipe = TinyRun.recipe("encoder.widths=[4, 6]", "encoder.convolutions=[1, 2]", "encoder.embedding=10");
        try (Classifier classifier = new Classifier(recipe.encoder(), 16, 3, 5)) {
            assertThat(classifier.encoder().weights().parameters())
                    .isEqualTo((4 * 3 * 3 * 3 + 2 * 4) // 3 channels to 4, BatchNorm
                            + (6 * 4 * 3 * 3 + 2 * 6) // 4 to 6
                            + (6 * 6 * 3 * 3 + 2 * 6) // 6 to 6
                            + (4 * 4 * 6 * 10)); // 4x4 pixels of 6 channels to 10
            assertThat(classifier.headWeights().parameters()).isEqualTo(10 * 5 + 5);
            assertThat(classifier.classes()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, false", "4, false", "4, true"})
    void generatorHasAsManyParametersAsItsLayersSay(int k, boolean pointwise) {
        Recipe recipe =
                TinyRun.recipe("generator.widths=[8, 4]", "generator.kernel=" + k, "generator.pointwise=" + pointwise);
        try (Generator generator = new Generator(recipe.generator(), 10, 16, 3)) {
            assertThat(generator.weights().parameters())
                    .isEqualTo((10 * 4 * 4 * 8 + 2 * 8) // a code of 10 to 4x4 pixels of 8 channels, BatchNorm
                            + (8 * 4 * k * k + 2 * 4) // 8 to 4
                            + (pointwise ? 4 * 4 + 2 * 4 : 0)
                            + (4 * 3 * k * k + 3)); // 4 to 3 with bias
        }
    }

    @Test
    void generatorThatTakesImagesHasAnEncoderOfItsOwnInFront() {
        Recipe recipe = TinyRun.recipe("generator.input=images", "generator.kernel=4");
        try (Generator generator = Generator.of(recipe, 10)) {
            assertThat(generator.takesImages()).isTrue();
            assertThat(generator.weights().trained().keySet()).startsWith("stem.block1.1.conv.weight");
            assertThat(generator.weights().parameters())
                    .isEqualTo((4 * 3 * 3 * 3 + 2 * 4) // the stem: 3 channels to 4, BatchNorm
                            + (6 * 4 * 3 * 3 + 2 * 6)
                            + (6 * 6 * 3 * 3 + 2 * 6)
                            + (4 * 4 * 6 * 10) // 4x4 pixels of 6 channels to a code of 10
                            + (10 * 4 * 4 * 8 + 2 * 8) // and to 4x4 pixels of 8 channels
                            + (8 * 4 * 4 * 4 + 2 * 4)
                            + (4 * 4 * 4 + 1)); // 4 to 1 with bias
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 4, true", "3, 4, true", "3, 3, true", "3, 4, false", "3, 5, true"})
    void discriminatorHasAsManyParametersAsItsLayersSay(int classes, int k, boolean patches) {
        Recipe recipe = TinyRun.recipe(
                "discriminator.widths=[4, 8]",
                "discriminator.classes=" + classes,
                "discriminator.kernel=" + k,
                "discriminator.patches=" + patches);
        int logits = classes == 2 ? 1 : 3;
        try (Discriminator discriminator = new Discriminator(recipe.discriminator(), 16, 1)) {
            assertThat(discriminator.weights().parameters())
                    .isEqualTo((4 * k * k + 4) // 1 channel to 4 with bias
                            + (8 * 4 * k * k + 8)
                            + (patches ? (4 * 2 * k * k + 4) + (8 * 4 * k * k + 8) + (8 * logits + logits) : 0)
                            + (4 * 4 * 8 * logits + logits));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "16, '[4, 6]', '[1, 2]', 1",
        "32, '[4, 6, 8]', '[1, 2, 1]', 2",
        "24, '[4, 4, 4, 4]', '[1, 1, 1, 1]', 1", // 24, 12, 6, 3, 1
        "24, '[4, 4, 4, 4]', '[1, 1, 1, 1]', 2", // 24, 12, 6, 3, 2
    })
    void encoderEmbedsImagesOfEitherKind(int size, String widths, String convolutions, int stride) {
        Recipe recipe = TinyRun.recipe(
                "data.imageSize=" + size,
                "encoder.widths=" + widths,
                "encoder.convolutions=" + convolutions,
                "encoder.stride=" + stride);
        try (DigitEncoder encoder = new DigitEncoder(recipe.encoder(), size, 3);
                Encoder folded = encoder.fold()) {
            assertThat(folded.dimension()).isEqualTo(10);
            assertThat(encoder.forward(torch.randn(5, 3, size, size), true).shape())
                    .containsExactly(5, 10);
            assertThat(folded.forward(torch.randn(5, 1, size, size)).shape()).containsExactly(5, 10);
        }
    }

    @ParameterizedTest
    @CsvSource({"'[8, 4]', 3, false", "'[8, 4]', 4, true", "'[4]', 4, false", "'[8, 6, 4]', 3, true"})
    void generatorDrawsImagesBetweenMinusOneAndOne(String widths, int kernel, boolean pointwise) {
        Recipe recipe = TinyRun.recipe(
                "generator.widths=" + widths, "generator.kernel=" + kernel, "generator.pointwise=" + pointwise);
        try (Generator generator = new Generator(recipe.generator(), 10, 16, 3)) {
            Tensor images = generator.forward(torch.randn(5, 10), true);

            assertThat(images.shape()).containsExactly(5, 3, 16, 16);
            for (float value : Tensors.toArray(images)) {
                assertThat(value).isBetween(-1f, 1f);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "3, 4", "3, 5"})
    void discriminatorGivesARowOfLogitsForEachImageAndForEachPatch(int classes, int kernel) {
        Recipe recipe = TinyRun.recipe(
                "discriminator.classes=" + classes, "discriminator.kernel=" + kernel, "discriminator.patches=true");
        for (int size : new int[] {16, 24, 40}) {
            try (Discriminator discriminator = new Discriminator(recipe.discriminator(), size, 1)) {
                List<Tensor> logits = discriminator.forward(torch.randn(5, 1, size, size));
                int columns = classes == 2 ? 1 : 3;
                assertThat(logits.get(0).shape()).containsExactly(5, columns);
                assertThat(logits.get(1).shape()).containsExactly(5L * (size / 4) * (size / 4), columns);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "2, true"})
    void foldedEncoderEqualsTheTrainableOne(int stride, boolean normalised) {
        Recipe recipe = TinyRun.recipe("encoder.stride=" + stride, "encoder.normalised=" + normalised);
        try (DigitEncoder encoder = new DigitEncoder(recipe.encoder(), 16, 3)) {
            unsettle(encoder);
            Tensor images = torch.randn(6, 3, 16, 16);
            float[] wanted = Tensors.toArray(encoder.forward(images, false));
            try (Encoder folded = encoder.fold()) {
                assertThat(Tensors.toArray(folded.forward(images))).containsExactly(wanted, within(1e-5f));
            }
        }
    }

    @Test
    void encoderOfSmallerImagesAveragesThePixelsOfLargerOnes() {
        Recipe recipe = TinyRun.recipe("encoder.imageSize=8", "data.imageSize=16");
        Tensor images = torch.randn(6, 3, 16, 16);
        try (DigitEncoder encoder = new DigitEncoder(recipe.encoder(), 16, 3);
                Encoder folded = encoder.fold()) {
            Tensor reduced = torch.avg_pool2d(images, 2, 2);
            float[] wanted = Tensors.toArray(encoder.forward(reduced, false));

            assertThat(Tensors.toArray(encoder.forward(images, false))).containsExactly(wanted, within(1e-5f));
            assertThat(Tensors.toArray(folded.forward(images))).containsExactly(wanted, within(1e-5f));
        }
    }

    @Test
    void projectorHasThreeLayersOfOneWidth() {
        try (Projector projector = new Projector(10, 6)) {
            assertThat(projector.weights().parameters()).isEqualTo(10 * 6 + 6 * 6 + 6 * 6 + 2 * 2 * 6);
            assertThat(projector.forward(torch.rand(new long[] {4, 10})).shape())
                    .containsExactly(4, 6);
        }
    }

    @Test
    void foldedEncoderIsACopy() {
        Recipe recipe = TinyRun.recipe("encoder.normalised=false");
        Tensor images = torch.randn(6, 3, 16, 16);
        DigitEncoder encoder = new DigitEncoder(recipe.encoder(), 16, 3);
        unsettle(encoder);
        try (Encoder folded = encoder.fold()) {
            float[] before = Tensors.toArray(folded.forward(images));
            unsettle(encoder);
            encoder.close();

            assertThat(Tensors.toArray(folded.forward(images))).isEqualTo(before);
        }
    }

    @Test
    void greyImageMeansThreeEqualChannels() {
        try (DigitEncoder encoder = new DigitEncoder(TinyRun.recipe().encoder(), 16, 3)) {
            unsettle(encoder);
            Tensor grey = torch.randn(6, 1, 16, 16);
            try (Encoder folded = encoder.fold()) {
                float[] wanted = Tensors.toArray(folded.forward(grey.repeat(1, 3, 1, 1)));
                assertThat(Tensors.toArray(folded.forward(grey))).containsExactly(wanted, within(1e-5f));
                assertThat(Tensors.toArray(encoder.forward(grey, false))).containsExactly(wanted, within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"codes", "images"})
    void recomputedStatisticsAreThoseOfTheBatchAlone(String kind) {
        try (Generator generator = Generator.of(TinyRun.recipe("generator.input=" + kind), 10)) {
            Tensor input = kind.equals("codes") ? torch.randn(64, 10) : torch.randn(300, 3, 16, 16);
            float[] wanted = Tensors.toArray(generator.forward(input, true));
            generator.forward(torch.randn_like(input).add(new Scalar(3f)), true);

            generator.recomputeStatistics(input);

            // Running variances are unbiased, those of a batch are not: 300 values and more make no difference.
            assertThat(Tensors.toArray(generator.forward(input, false))).containsExactly(wanted, within(1e-3f));
        }
    }

    /** A leak of the activations of a few passes would show. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void passesLeaveNoMemoryBehind(boolean training) {
        Recipe recipe = TinyRun.recipe("encoder.widths=[16, 16]");
        try (DigitEncoder encoder = new DigitEncoder(recipe.encoder(), 32, 3)) {
            pass(encoder, training, 10);
            long before = Pointer.physicalBytes();
            pass(encoder, training, 40); // each allocates more than 10 MB
            assertThat(Pointer.physicalBytes() - before).isLessThan(100L << 20);
        }
    }

    private static void pass(DigitEncoder encoder, boolean training, int times) {
        for (int i = 0; i < times; i++) {
            try (PointerScope inner = new PointerScope()) {
                Tensor loss = encoder.forward(torch.randn(32, 3, 32, 32), training)
                        .square()
                        .mean();
                encoder.weights().clearGradients();
                loss.backward();
            }
        }
    }

    /** Moves the running statistics and gives every BatchNorm a scale and shift of its own. */
    private static void unsettle(DigitEncoder encoder) {
        try (PointerScope inner = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            encoder.weights()
                    .trained()
                    .values()
                    .forEach(weight -> weight.add_(torch.rand_like(weight).mul(new Scalar(0.1f))));
            for (int i = 0; i < 20; i++) {
                encoder.forward(torch.randn(16, 3, 16, 16), true);
            }
        }
    }
}

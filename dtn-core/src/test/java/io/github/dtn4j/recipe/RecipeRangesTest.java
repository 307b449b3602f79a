package io.github.dtn4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every setting with a value just outside its range; the defaults themselves are inside. */
class RecipeRangesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=",
                "name=no spaces",
                "name=../up",
                "data.imageSize=8",
                "data.imageSize=36",
                "data.imageSize=264",
                "data.sourceChannels=2",
                "data.targetChannels=4",
                "data.sourceWithout=[3, -1]",
                "data.targetWithout=[-1]",
                "encoder.imageSize=12",
                "encoder.imageSize=-8",
                "encoder.imageSize=8",
                "encoder.imageSize=64",
                "encoder.widths=[]",
                "encoder.widths=[0, 4, 4]",
                "encoder.widths=[4, 4, 4097]",
                "encoder.convolutions=[2, 2]",
                "encoder.convolutions=[1, 0, 1]",
                "encoder.convolutions=[1, 9, 1]",
                "encoder.stride=3",
                "encoder.embedding=0",
                "encoder.embedding=4097",
                "encoder.slope=-0.1",
                "encoder.slope=1.1",
                "pretrain.without=[-3]",
                "pretrain.vicreg.projector=1",
                "pretrain.vicreg.projector=8193",
                "pretrain.vicreg.invariance=-1",
                "pretrain.vicreg.variance=-0.1",
                "pretrain.vicreg.covariance=-1",
                "pretrain.epochs=0",
                "pretrain.batch=1",
                "pretrain.batch=65537",
                "pretrain.extraShare=1",
                "pretrain.extraShare=-0.1",
                "pretrain.classes=1",
                "pretrain.classes=1048577",
                "pretrain.factors=[2, 4]",
                "pretrain.dropout=1",
                "pretrain.dropout=-0.1",
                "pretrain.labelSmoothing=1",
                "pretrain.optimizer.learningRate=0",
                "pretrain.optimizer.beta1=1",
                "pretrain.optimizer.beta2=1",
                "pretrain.optimizer.beta2=-0.5",
                "pretrain.optimizer.epsilon=0",
                "pretrain.optimizer.weightDecay=-1",
                "pretrain.optimizer.schedule.warmupSteps=-1",
                "pretrain.optimizer.schedule.start=1.5",
                "pretrain.optimizer.schedule.end=-0.5",
                "pretrain.optimizer.schedule.every=0",
                "pretrain.optimizer.schedule.factor=2",
                "pretrain.augmentation.warp.rotationDegrees=181",
                "pretrain.augmentation.warp.scaleMin=0",
                "pretrain.augmentation.warp.scaleMin=1.3",
                "pretrain.augmentation.warp.aspect=2",
                "pretrain.augmentation.warp.shear=-0.1",
                "pretrain.augmentation.warp.shift=1.1",
                "pretrain.augmentation.greyProbability=2",
                "pretrain.augmentation.invertProbability=-1",
                "pretrain.augmentation.contrastMin=3",
                "pretrain.augmentation.brightness=-0.1",
                "pretrain.augmentation.noise=-0.1",
                "generator.widths=[]",
                "generator.widths=[4, 4, 4, 4, 4, 4]", // 32 pixels cannot be halved six times
                "generator.widths=[4, 0]",
                "generator.kernel=2",
                "generator.kernel=5",
                "generator.slope=2",
                "discriminator.classes=1",
                "discriminator.classes=4",
                "discriminator.widths=[]",
                "discriminator.widths=[1, 1, 1, 1, 1, 1]",
                "discriminator.kernel=2",
                "discriminator.kernel=6",
                "discriminator.slope=-1",
                "discriminator.shift=-1",
                "discriminator.shift=17",
                "loss.gangWeight=-1",
                "loss.constWeight=-1",
                "loss.constRise=1.1",
                "loss.tidWeight=-0.1",
                "loss.tvWeight=-1",
                "train.steps=0",
                "train.batch=1",
                "train.balance.sourceDiscriminatorUpdates=-1",
                "train.balance.sourceGeneratorUpdates=0",
                "train.balance.targetDiscriminatorUpdates=-1",
                "train.balance.targetGeneratorUpdates=0",
                "train.balance.discriminatorFloor=-1",
                "train.balance.discriminatorCeiling=-1",
                "train.r1=-1",
                "train.r1Every=0",
                "train.emaDecay=1",
                "train.codeNoise=-1",
                "train.codeWarp.shift=2",
                "train.warmStartSteps=-1",
                "train.warmStartRate=0",
                "encoder.targetBlurs=9",
                "encoder.targetContrast=0",
                "train.logEvery=0",
                "train.sampleEvery=0",
                "train.evaluateEvery=0",
                "train.checkpointEvery=0",
                "upscaler.size=30",
                "upscaler.size=1028",
                "upscaler.width=0",
                "upscaler.blocks=33",
                "upscaler.steps=0",
                "upscaler.batch=0",
                "upscaler.crop=7",
                "upscaler.crop=65",
                "upscaler.edgeWeight=-1",
                "upscaler.noise=-0.1",
                "upscaler.blotches=-0.1",
                "upscaler.blur=2.1",
                "upscaler.contrast=0",
                "upscaler.optimizer.learningRate=0",
            })
    void valuesOutOfRangeAreRefusedByName(String override) {
        String key = override.substring(0, override.indexOf('='));

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Recipes.read("defaults", List.of(override)))
                .withMessageContaining("recipe key '" + key + "'")
                .withMessageContaining("must be")
                .matches(e -> e.kind() == DtnException.Kind.USAGE);
    }

    @Test
    void encoderWithoutLabelsHasNoClassesToBalanceAndNoFurtherImages() {
        String unlabelled = "pretrain.objective=vicreg";
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Recipes.read("defaults", List.of(unlabelled)))
                .withMessageContaining("train.balancedClasses")
                .withMessageContaining("pretrain.objective");
        String unbalanced = "train.balancedClasses=false";
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() ->
                        Recipes.read("defaults", List.of(unlabelled, unbalanced, "pretrain.extraImages=mnist:train")))
                .withMessageContaining("pretrain.extraImages");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Recipes.read("defaults", List.of(unlabelled, unbalanced, "pretrain.batch=3")))
                .withMessageContaining("pretrain.batch");

        assertThat(Recipes.read("defaults", List.of(unlabelled, unbalanced)).hasClasses())
                .isFalse();
        assertThat(Recipes.read("defaults", List.of()).hasClasses()).isTrue();
    }

    @Test
    void differentCountsForTheTwoDomainsNeedSeparateHalves() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Recipes.read("defaults", List.of("train.balance.sourceGeneratorUpdates=6")))
                .withMessageContaining("train.balance.halves");

        Recipe recipe = Recipes.read(
                "defaults", List.of("train.balance.sourceGeneratorUpdates=6", "train.balance.halves=separate"));
        assertThat(recipe.train().balance().sourceGeneratorUpdates()).isEqualTo(6);
    }

    @Test
    void encoderOfGreyImagesCannotSeeColouredOnes() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Recipes.read("defaults", List.of("data.sourceChannels=1", "data.targetChannels=3")))
                .withMessageContaining("data.targetChannels");
    }

    @Test
    void generatorOfImagesNeedsAnEncoderWhoseShapeItCanTake() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Recipes.read("faces-emoji", List.of("generator.input=images")))
                .withMessageContaining("recipe key 'generator.input' is images but must be codes");
        assertThat(Recipes.read("defaults", List.of("generator.input=images"))
                        .generator()
                        .input())
                .isEqualTo(GeneratorSpec.Input.IMAGES);
    }

    @Test
    void upscalerNeedsColourImagesFourTimesAsLarge() {
        String images = "upscaler.images=cartoons:9:1";
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Recipes.read("defaults", List.of(images, "upscaler.size=128")))
                .withMessageContaining("data.targetChannels");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Recipes.read("defaults", List.of(images, "data.targetChannels=3")))
                .withMessageContaining("upscaler.size");
    }

    @Test
    void simultaneousUpdatesAreSingleOnes() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Recipes.read(
                        "defaults",
                        List.of(
                                "train.balance.order=simultaneous",
                                "train.balance.sourceGeneratorUpdates=2",
                                "train.balance.targetGeneratorUpdates=2")))
                .withMessageContaining("train.balance.order");
    }
}

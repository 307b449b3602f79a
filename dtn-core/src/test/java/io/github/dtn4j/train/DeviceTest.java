package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Devices;
import io.github.dtn4j.torch.LazyDevice;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training on a device that is not the processor: nothing is left behind, and the numbers are the processor's. The device cannot
 * do everything: it makes doubles of a loss that is multiplied twice, has no second derivatives, and keeps no memory format, in
 * whose order the noise on colours is drawn.
 */
class DeviceTest {
    private static final String WARP =
            "{rotationDegrees: 10, scaleMin: 0.9, scaleMax: 1.1, aspect: 0.1, shear: 0.1, shift: 0.1}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @Tag("slow") // the device compiles what is new to it
    @ValueSource(
            strings = {
                "train.codeNoise=0.8",
                "train.codeNoiseLeast=0.5 train.codeNoise=0.8",
                "train.codeShrink=0.5",
                "discriminator.shift=2",
                "discriminator.patches=true",
                "encoder.targetBlurs=2 encoder.targetContrast=0.5",
                "encoder.normalised=false encoder.stride=2",
                "generator.input=images",
                "generator.pointwise=true generator.kernel=3",
                "loss.tvWeight=0.1",
                "train.balancedClasses=true",
                "train.balance.order=simultaneous",
                "train.balance.halves=separate",
                "train.generator.type=sgd train.discriminator.type=adamw",
            })
    void trainsTheNetworks(String settings) {
        List<String> all = new ArrayList<>(List.of(settings.split(" ")));
        all.addAll(List.of("train.warmStartSteps=1", "train.warmStartNoise=true", "train.codeWarp=" + WARP));
        onBoth(() -> {
            try (TinyTraining training = new TinyTraining(folder, TinyRun.recipe(all.toArray(new String[0])));
                    Trainer trainer = training.trainer()) {
                List<Double> losses = new ArrayList<>(List.of(trainer.warm()));
                losses.addAll(trainer.train().scalars().values());
                trainer.averaged();
                saveAndLoad(trainer::save, trainer::load);
                losses.addAll(trainer.train().scalars().values());
                return losses;
            }
        });
    }

    @Test
    void augmentsAndSpoils() {
        Recipe recipe = TinyRun.recipe("pretrain.augmentation.noise=0.1");
        onBoth(() -> {
            try (PointerScope scope = new PointerScope()) {
                Native.seed(1);
                Tensor images = Devices.moved(torch.rand(4, 1, 16, 16));
                Tensor augmented =
                        new Augmenter(recipe.pretrain().augmentation()).apply(images, new SplittableRandom(1));
                Tensor spoiled = new ImageDegrader(recipe.upscaler()).apply(augmented, new SplittableRandom(2));
                return values(spoiled);
            }
        });
    }

    private static List<Double> values(Tensor tensor) {
        List<Double> values = new ArrayList<>();
        for (float value : Tensors.toArray(tensor)) {
            values.add((double) value);
        }
        return values;
    }

    private interface Transport {
        void carry(Map<String, Tensor> state);
    }

    private static void saveAndLoad(Transport save, Transport load) {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> state = new LinkedHashMap<>();
            save.carry(state);
            load.carry(state);
        }
    }

    private static void onBoth(Supplier<List<Double>> training) {
        List<Double> here = training.get();
        List<Double> there;
        try (LazyDevice device = new LazyDevice()) {
            there = training.get();
        }
        assertThat(there).hasSameSizeAs(here);
        for (int i = 0; i < here.size(); i++) {
            assertThat(there.get(i))
                    .as("loss %d", i)
                    .isCloseTo(here.get(i), within(1e-4 * (1 + Math.abs(here.get(i)))));
        }
    }
}

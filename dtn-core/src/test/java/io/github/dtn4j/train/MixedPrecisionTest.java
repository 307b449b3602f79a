package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.torch.Autocast;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The processor knows bfloat16, too. */
class MixedPrecisionTest {
    @TempDir
    Path folder;

    @BeforeEach
    void load() {
        Native.load();
    }

    @Test
    void productsAreRoundedAndTheResultAndItsGradientHave32Bits() {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensors.of(new float[] {1.001f}, 1, 1); // between 1 and the next bfloat16, 1.0078
            Tensor weight = Tensors.of(new float[] {3}, 1, 1);
            weight.requires_grad_(true);

            Tensor mixed = Autocast.forward(true, () -> x.mm(weight));
            mixed.backward();

            assertThat(mixed.scalar_type().intern()).isEqualTo(ScalarType.Float);
            assertThat(mixed.item_float()).isEqualTo(3);
            assertThat(weight.grad().scalar_type().intern()).isEqualTo(ScalarType.Float);
            assertThat(Autocast.forward(false, () -> x.mm(weight)).item_float()).isCloseTo(3.003f, within(1e-6f));
            assertThat(torch.is_autocast_enabled(DeviceType.CPU)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alternating", "simultaneous"})
    void lossesStayNearThoseOfFullPrecision(String order) {
        List<Double> full = losses(order, "full");
        List<Double> mixed = losses(order, "mixed");

        assertThat(mixed).isNotEqualTo(full);
        for (int i = 0; i < full.size(); i++) {
            assertThat(mixed.get(i)).as("loss %d", i).isCloseTo(full.get(i), within(0.01 + 0.02 * full.get(i)));
        }
    }

    private List<Double> losses(String order, String precision) {
        try (TinyTraining training = new TinyTraining(
                        folder,
                        TinyRun.recipe(
                                "train.precision=" + precision,
                                "train.balance.order=" + order,
                                "train.warmStartSteps=1",
                                "train.r1=1",
                                "train.r1Every=1"));
                Trainer trainer = training.trainer()) {
            List<Double> losses = new ArrayList<>(List.of(trainer.warm()));
            for (int step = 0; step < 5; step++) {
                losses.addAll(trainer.train().scalars().values());
            }
            return losses;
        }
    }
}

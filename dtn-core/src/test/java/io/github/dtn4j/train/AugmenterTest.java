package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.recipe.Augmentation;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AugmenterTest {
    private PointerScope scope;
    private Tensor images;

    @BeforeEach
    void openScope() {
        Native.seed(1);
        scope = new PointerScope();
        images = torch.tanh(torch.randn(4, 3, 8, 8));
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @Test
    void neutralSettingsLeaveImagesAsTheyAre() {
        assertThat(apply()).containsExactly(Tensors.toArray(images), within(1e-5f));
    }

    @Test
    void seedDecides() {
        Augmenter augmenter = new Augmenter(TinyRun.recipe().pretrain().augmentation());

        float[] one = Tensors.toArray(augmenter.apply(images, new SplittableRandom(1)));

        assertThat(Tensors.toArray(augmenter.apply(images, new SplittableRandom(1))))
                .isEqualTo(one);
        assertThat(Tensors.toArray(augmenter.apply(images, new SplittableRandom(2))))
                .isNotEqualTo(one);
    }

    @Test
    void inputIsNotChanged() {
        float[] before = Tensors.toArray(images);
        apply("invertProbability=1", "brightness=0.5", "noise=0.1");
        assertThat(Tensors.toArray(images)).isEqualTo(before);
    }

    @Test
    void inversionNegates() {
        assertThat(apply("invertProbability=1")).containsExactly(Tensors.toArray(images.neg()), within(1e-5f));
    }

    @Test
    void greyIsTheLumaInAllThreeChannels() {
        float[] pixels = Tensors.toArray(images);
        float[] grey = apply("greyProbability=1");
        for (int i = 0; i < 64; i++) {
            float luma = 0.299f * pixels[i] + 0.587f * pixels[64 + i] + 0.114f * pixels[128 + i];
            for (int c = 0; c < 3; c++) {
                assertThat(grey[64 * c + i]).isCloseTo(luma, within(1e-5f));
            }
        }
    }

    @Test
    void greyImagesOfOneChannelPass() {
        images = images.narrow(1, 0, 1);
        assertThat(apply("greyProbability=1")).containsExactly(Tensors.toArray(images), within(1e-5f));
    }

    @Test
    void contrastMovesAwayFromTheMeanAndIsClamped() {
        float[] pixels = Tensors.toArray(images);
        float[] harder = apply("contrastMin=2", "contrastMax=2");
        double mean = 0;
        for (int i = 0; i < 192; i++) {
            mean += pixels[i] / 192;
        }
        for (int i = 0; i < 192; i++) {
            double wanted = Math.max(-1, Math.min(1, mean + 2 * (pixels[i] - mean)));
            assertThat((double) harder[i]).isCloseTo(wanted, within(1e-5));
        }
    }

    @Test
    void largerScaleShowsTheMiddleLarger() {
        Tensor dot = torch.full(new long[] {1, 1, 8, 8}, new Scalar(-1f));
        dot.narrow(2, 3, 2).narrow(3, 3, 2).fill_(new Scalar(1f));
        images = dot;

        float larger = 0;
        for (float value : apply("warp.scaleMin=2", "warp.scaleMax=2")) {
            larger += value + 1;
        }

        assertThat(larger / 2).isCloseTo(16, within(2f)); // 4 bright pixels become 16
    }

    @Test
    void noiseHasAtMostTheGivenDeviation() {
        images = torch.zeros(64, 1, 8, 8);
        double sum = 0;
        for (float value : apply("noise=0.2")) {
            sum += value * value;
        }
        // The deviation is uniform from 0 to 0.2: its mean square is 0.2 * 0.2 / 3.
        assertThat(sum / 4096).isCloseTo(0.04 / 3, within(0.004));
    }

    private float[] apply(String... settings) {
        String key = "pretrain.augmentation.";
        List<String> all = new ArrayList<>(List.of(
                key + "warp={rotationDegrees: 0, scaleMin: 1, scaleMax: 1, aspect: 0, shear: 0, shift: 0}",
                key + "greyProbability=0",
                key + "invertProbability=0",
                key + "contrastMin=1",
                key + "contrastMax=1",
                key + "brightness=0",
                key + "noise=0"));
        for (String setting : settings) {
            all.add(key + setting);
        }
        Augmentation augmentation =
                TinyRun.recipe(all.toArray(new String[0])).pretrain().augmentation();
        return Tensors.toArray(new Augmenter(augmentation).apply(images, new SplittableRandom(1)));
    }
}

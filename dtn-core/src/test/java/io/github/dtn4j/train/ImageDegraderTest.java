package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ImageDegraderTest {
    private static final String[] NOTHING = {
        "upscaler.noise=0", "upscaler.blotches=0", "upscaler.blur=0", "upscaler.contrast=1"
    };

    @Test
    void withoutFaultsImagesStayAsTheyAre() {
        try (PointerScope scope = new PointerScope()) {
            Tensor images = torch.rand(3, 3, 16, 16);

            assertThat(distance(spoil(images, NOTHING), images)).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void mostImagesAreSpoiledAndSomeAreNot() {
        Native.seed(1);
        try (PointerScope scope = new PointerScope()) {
            Tensor images = torch.rand(64, 3, 16, 16);
            Tensor spoiled = spoil(images);
            int same = 0;
            for (int i = 0; i < 64; i++) {
                same += distance(Tensors.rows(spoiled, i, i + 1), Tensors.rows(images, i, i + 1)) < 1e-5 ? 1 : 0;
            }
            assertThat(same).isBetween(2, 24); // 64 * 0.15 = 10
        }
    }

    @Test
    void blurKeepsTheMeanOfAFlatImageAndSoftensAnEdge() {
        try (PointerScope scope = new PointerScope()) {
            Tensor flat = torch.full(new long[] {8, 3, 16, 16}, new Scalar(0.5f));
            Tensor edge = flat.clone();
            edge.narrow(3, 0, 8).fill_(new Scalar(-0.5f));
            String[] blurOnly = {"upscaler.noise=0", "upscaler.blotches=0", "upscaler.blur=2", "upscaler.contrast=1"};

            assertThat(distance(spoil(flat, blurOnly), flat)).isCloseTo(0, within(1e-5));
            assertThat(distance(spoil(edge, blurOnly), edge)).isGreaterThan(0.01);
        }
    }

    private static Tensor spoil(Tensor images, String... settings) {
        return new ImageDegrader(TinyRun.recipe(settings).upscaler()).apply(images, new SplittableRandom(5));
    }

    private static double distance(Tensor a, Tensor b) {
        return a.sub(b).abs().mean().item_double();
    }
}

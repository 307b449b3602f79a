package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.recipe.UpscalerSpec;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class UpscalerTest {
    private static final UpscalerSpec TINY =
            TinyRun.recipe("upscaler.width=4", "upscaler.blocks=1").upscaler();

    @Test
    void drawsFourTimesAsLargeWithinTheRangeOfImages() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard();
                Upscaler upscaler = new Upscaler(TINY)) {
            upscaler.weights().load(loud(upscaler), "");
            Tensor large = upscaler.forward(torch.randn(2, 3, 8, 12));

            assertThat(large.shape()).containsExactly(2, 3, 32, 48);
            assertThat(Tensors.toArray(large)).contains(-1f, 1f);
            assertThat(large.abs().max().item_float()).isEqualTo(1);
        }
    }

    private static Map<String, Tensor> loud(Upscaler upscaler) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        upscaler.weights().all().forEach((name, tensor) -> tensors.put(name, tensor.mul(new Scalar(20f))));
        return tensors;
    }

    @Test
    void beginsNearTheBilinearEnlargement() {
        Native.seed(1);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard();
                Upscaler upscaler = new Upscaler(TINY)) {
            Tensor image = torch.rand(1, 3, 8, 8);
            Tensor enlarged = torch.upsample_bilinear2d(
                    image, new long[] {32, 32}, false, new DoubleOptional(), new DoubleOptional());

            assertThat(upscaler.forward(image).sub(enlarged).abs().mean().item_double())
                    .isCloseTo(0, within(0.1));
        }
    }

    @Test
    void defaultNetworkIsSmall() {
        try (Upscaler upscaler =
                new Upscaler(Recipes.read("defaults", List.of()).upscaler())) {
            assertThat(upscaler.weights().parameters()).isEqualTo(88_752);
        }
    }
}

package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** The matrix products give what the convolutions that they replace give. */
class ProjectionTest {
    private static final int CHANNELS = 3;
    private static final int SIDE = 4;
    private static final int VECTOR = 5;

    @Test
    void fromMapsIsAConvolutionWhoseKernelCoversTheMaps() {
        Native.seed(1);
        try (PointerScope scope = new PointerScope();
                Weights weights = new Weights()) {
            Projection projection = Projection.fromMapsWithBias(weights, "p", CHANNELS, SIDE, VECTOR, 0.5);
            Tensor maps = torch.randn(2, CHANNELS, SIDE, SIDE);
            // (side * side * channels, out) to (out, channels, side, side)
            Tensor kernel =
                    projection.weight().view(SIDE, SIDE, CHANNELS, VECTOR).permute(3, 2, 0, 1);

            float[] wanted = Tensors.toArray(torch.conv2d(maps, kernel));

            assertThat(Tensors.toArray(projection.fromMaps(maps))).containsExactly(wanted, within(1e-5f));
            assertThat(Tensors.toArray(projection.fromMaps(Tensors.channelsLast(maps))))
                    .containsExactly(wanted, within(1e-5f));
        }
    }

    @Test
    void toMapsIsATransposedConvolutionOfOnePixel() {
        Native.seed(2);
        try (PointerScope scope = new PointerScope();
                Weights weights = new Weights()) {
            Projection projection = Projection.toMaps(weights, "p", VECTOR, CHANNELS, SIDE, 0.5);
            Tensor vectors = torch.randn(2, VECTOR);
            // (in, side * side * channels) to (in, channels, side, side)
            Tensor kernel =
                    projection.weight().view(VECTOR, SIDE, SIDE, CHANNELS).permute(0, 3, 1, 2);

            float[] wanted = Tensors.toArray(torch.conv_transpose2d(vectors.view(2, VECTOR, 1, 1), kernel));

            Tensor maps = projection.toMaps(vectors);
            assertThat(maps.shape()).containsExactly(2, CHANNELS, SIDE, SIDE);
            assertThat(Tensors.toArray(maps)).containsExactly(wanted, within(1e-5f));
        }
    }
}

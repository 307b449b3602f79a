package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceEncoderTest {
    private static FaceEncoder encoder;

    private PointerScope scope;

    @BeforeAll
    static void load() {
        encoder = new FaceEncoder();
    }

    @AfterAll
    static void release() {
        encoder.close();
    }

    @BeforeEach
    void openScope() {
        Native.load();
        scope = new PointerScope();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @Test
    void agreesWithTheReferenceImplementation() {
        float[] levels = new float[3 * 150 * 150];
        for (int i = 0; i < 150; i++) {
            for (int j = 0; j < 150; j++) {
                int at = i * 150 + j;
                levels[at] = (i + j) % 256;
                levels[150 * 150 + at] = (149 - i + j) % 256;
                levels[2 * 150 * 150 + at] = (149 - j + i) % 256;
            }
        }
        for (int k = 0; k < levels.length; k++) {
            levels[k] = levels[k] / 127.5f - 1;
        }

        float[] code = Tensors.toArray(encoder.forward(Tensors.of(levels, 1, 3, 150, 150)));

        assertThat(code).hasSize(128);
        assertThat(Arrays.copyOf(code, 6))
                .containsExactly(
                        new float[] {-0.11099f, 0.09760f, 0.04636f, -0.05466f, -0.08953f, -0.05329f}, within(1e-4f));
    }

    @Test
    void hasTheParametersOfTheNetwork() {
        assertThat(encoder.parameters()).isEqualTo(5_607_488L);
    }

    @Test
    void greyMeansThreeEqualChannels() {
        Tensor grey = noise(2, 1, 64);

        float[] code = Tensors.toArray(encoder.forward(grey));
        float[] expected = Tensors.toArray(encoder.forward(grey.expand(new long[] {2, 3, 64, 64}, false)));

        assertThat(code).containsExactly(expected, within(1e-4f));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 96, 150, 250})
    void takesAnySideFromSixtyFourOn(int side) {
        assertThat(encoder.forward(noise(1, 3, side)).shape()).containsExactly(1, 128);
    }

    @Test
    void refusesSmallerImages() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> encoder.forward(noise(1, 3, 63)))
                .withMessageContaining("at least 64 x 64")
                .withMessageContaining("63 x 63");
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        try (FaceEncoder precise = new FaceEncoder(ScalarType.Double)) {
            Tensor image = noise(1, 3, 64).to(ScalarType.Double);
            Tensor direction = noise(1, 3, 64).to(ScalarType.Double);
            Tensor weights = torch.randn(1, 128).to(ScalarType.Double);
            image.requires_grad_(true);
            score(precise, image, weights).backward();
            double derivative = image.grad().mul(direction).sum().item_double();

            double step = 1e-6;
            try (NoGradGuard guard = new NoGradGuard()) {
                double ahead = score(precise, image.add(direction, new Scalar(step)), weights)
                        .item_double();
                double behind = score(precise, image.sub(direction, new Scalar(step)), weights)
                        .item_double();
                assertThat(derivative).isNotZero();
                assertThat((ahead - behind) / (2 * step)).isCloseTo(derivative, within(1e-4 * Math.abs(derivative)));
            }
        }
    }

    private static Tensor score(FaceEncoder encoder, Tensor image, Tensor weights) {
        return encoder.forward(image).mul(weights).sum();
    }

    private static Tensor noise(long count, long channels, long side) {
        Native.seed(7);
        return torch.randn(count, channels, side, side).mul(new Scalar(0.3f));
    }
}

package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.image.Landmarks;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The detector and the landmark network against face-api itself, and on images without a face. */
class FaceNetworksTest {
    static {
        Native.load();
    }

    @Test
    void detectorAgreesWithFaceApi() {
        try (FaceDetector detector = new FaceDetector();
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor maps = detector.forward(pattern(160)).permute(0, 2, 3, 1);

            assertThat(maps.shape()).containsExactly(1, 5, 5, 25);
            float[] values = Tensors.toArray(maps);
            assertThat(Arrays.copyOf(values, 6))
                    .containsExactly(
                            new float[] {1.11723f, -0.16817f, -0.09000f, -0.43192f, -6.48826f, 0.46112f},
                            within(1e-3f));
            assertThat(sum(values)).isCloseTo(-2120.893, within(0.05));
        }
    }

    @Test
    void landmarksAgreeWithFaceApi() {
        try (FaceLandmarks network = new FaceLandmarks();
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            float[] places = Tensors.toArray(network.forward(pattern(112)));

            assertThat(places).hasSize(2 * Landmarks.COUNT);
            assertThat(Arrays.copyOf(places, 6))
                    .containsExactly(
                            new float[] {0.063332f, 0.308523f, 0.075668f, 0.407062f, 0.101118f, 0.505678f},
                            within(1e-4f));
            assertThat(sum(places)).isCloseTo(56.45807, within(1e-3));
        }
    }

    @Test
    void seesNoFaceInNoiseOrInNothing() {
        byte[] noise = new byte[90 * 120 * 3];
        new Random(3).nextBytes(noise);
        List<Pixels> photos =
                List.of(new Pixels(noise, 90, 120, 3), new Pixels(new byte[7 * 300], 7, 300, 1), grey(64));
        try (FaceDetector detector = new FaceDetector()) {
            assertThat(detector.all(photos)).allMatch(List::isEmpty);
            assertThat(detector.large(photos)).allMatch(List::isEmpty);
        }
    }

    private static Pixels grey(int side) {
        byte[] data = new byte[side * side];
        Arrays.fill(data, (byte) 128);
        return new Pixels(data, side, side, 1);
    }

    /** The image of which face-api's outputs are known. */
    private static Tensor pattern(int side) {
        float[] values = new float[3 * side * side];
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                int at = i * side + j;
                values[at] = (i + j) % 256 / 127.5f - 1;
                values[side * side + at] = (side - 1 - i + j) % 256 / 127.5f - 1;
                values[2 * side * side + at] = (side - 1 - j + i) % 256 / 127.5f - 1;
            }
        }
        return Tensors.of(values, 1, 3, side, side);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}

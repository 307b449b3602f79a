package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void ofAPixelTheSameComesInAnyCompany(int side) {
        int threads = Native.threads();
        Native.seed(1);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Convolution convolution = new Convolution(torch.randn(24, 40, 1, 1), torch.randn(24), 1, 0);
            Tensor images = torch.randn(20, 40, side, side);
            Native.setThreads(2);
            float[] together = Tensors.toArray(convolution.acrossChannels(images));
            for (int count = 1; count <= 3; count++) {
                Native.setThreads(count);
                for (int i = 0; i < 20; i++) {
                    float[] alone = Tensors.toArray(convolution.acrossChannels(images.narrow(0, i, 1)));
                    assertThat(Arrays.copyOfRange(together, i * alone.length, (i + 1) * alone.length))
                            .as("image %d, %d threads", i, count)
                            .isEqualTo(alone);
                }
            }
        } finally {
            Native.setThreads(threads);
        }
    }
}

package io.github.dtn4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeTest {
    /** What a fresh JVM does: draws a number with libtorch. */
    static final class FreshMachine {
        public static void main(String[] args) {
            Native.seed(1);
            try (PointerScope scope = new PointerScope()) {
                System.out.println("drawn " + Tensors.toArray(torch.randn(1))[0]);
            }
        }
    }

    @Test
    void seedDecidesWhatIsDrawn() {
        try (PointerScope scope = new PointerScope()) {
            Native.seed(1);
            float[] first = Tensors.toArray(torch.randn(10));
            float[] later = Tensors.toArray(torch.randn(10));
            Native.seed(1);
            float[] again = Tensors.toArray(torch.randn(10));

            assertThat(again).isEqualTo(first).isNotEqualTo(later);
        }
    }

    /** On a machine that hides the sizes of its caches they are wrong unless {@link OneDnnCaches} repairs oneDNN. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 8, 15, 17, 24, 25, 48})
    void convolutionsOfAnyNumberOfChannelsAreExact(int channels) {
        Native.load();
        try (PointerScope scope = new PointerScope()) {
            Tensor ones = torch.ones(new long[] {3, channels, 1, 1});
            Tensor weight = torch.arange(new Scalar(27f * channels)).reshape(channels, 3, 3, 3);

            Tensor sums = torch.conv_transpose2d(ones, weight);

            assertThat(sums.equal(weight.sum(0).expand(3, 3, 3, 3))).isTrue();
        }
    }

    /** With nothing extracted yet, libtorch.so would be opened before the libraries that it needs are there. */
    @Test
    @Tag("slow")
    void loadsWithAnEmptyCache(@TempDir Path cache) throws Exception {
        Process jvm = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                        "-cp",
                        System.getProperty("java.class.path"),
                        FreshMachine.class.getName()))
                .redirectErrorStream(true)
                .start();

        String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(jvm.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains("drawn ");
        assertThat(jvm.exitValue()).isZero();
        assertThat(cache).isNotEmptyDirectory();
    }
}

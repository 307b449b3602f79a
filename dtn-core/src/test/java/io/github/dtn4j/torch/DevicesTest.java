package io.github.dtn4j.torch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dtn4j.DtnException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
    private PointerScope scope;

    @BeforeEach
    void openScope() {
        Native.load();
        scope = new PointerScope();
    }

    @AfterEach
    void closeScope() {
        Devices.use("cpu");
        scope.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:", "cuda:-1", "cuda:1000", "CUDA", "meta", ""})
    void namesThatAreNoneAreRefused(String name) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Devices.use(name))
                .withMessage("device '%s': expected cpu, cuda, or cuda:N such as cuda:1", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "cuda:1"})
    void withoutCudaTheMessageSaysWhatIsMissing(String name) {
        assumeFalse(Context.hasCUDART(), "this libtorch has CUDA");

        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Devices.use(name))
                .withMessageStartingWith("this libtorch has no CUDA")
                .withMessageContaining("docs/gpu.md");
        assertThat(Devices.cpu()).isTrue();
    }

    @Test
    void onTheProcessorNothingIsMovedOrCopied() {
        Tensor tensor = torch.ones(3);

        assertThat(Devices.moved(tensor)).isSameAs(tensor);
        assertThat(Devices.host(tensor)).isSameAs(tensor);
    }

    @Test
    void numbersGoToTheDeviceAndComeBack() {
        try (LazyDevice device = new LazyDevice()) {
            Tensor tensor = Tensors.of(new float[] {1, 2}, 1, 2);

            assertThat(tensor.is_cpu()).isFalse();
            assertThat(Tensors.toArray(tensor)).containsExactly(1, 2);
            assertThat(Tensors.toLongs(Tensors.of(5, 6, 7))).containsExactly(5, 6, 7);
            assertThat(Tensors.finite(tensor)).isTrue();
        }
    }

    @Test
    void imagesGoToTheDeviceAndComeBackAsTheyWere() {
        byte[] pixels = new byte[2 * 4 * 4 * 3];
        new SplittableRandom(1).nextBytes(pixels);
        ByteBuffer buffer = ByteBuffer.allocateDirect(pixels.length).put(pixels);
        try (LazyDevice device = new LazyDevice()) {
            Tensor images = Tensors.images(buffer, 2, 4, 4, 3);

            assertThat(images.is_cpu()).isFalse();
            assertThat(Tensors.toBytes(images)).isEqualTo(pixels);
        }
    }

    @Test
    void noiseIsThatOfTheProcessor() {
        Native.seed(5);
        float[] here = Tensors.toArray(Devices.noiseLike(Tensors.channelsLast(torch.zeros(2, 3, 4, 4))));
        try (LazyDevice device = new LazyDevice()) {
            Tensor images = Devices.moved(Tensors.channelsLast(torch.zeros(2, 3, 4, 4)));
            Native.seed(5);
            Tensor there = Devices.noiseLike(images);

            assertThat(there.is_cpu()).isFalse();
            assertThat(Tensors.toArray(there)).hasSameSizeAs(here);
        }
    }

    @Test
    void filesHoldWhatIsOnTheDevice(@TempDir Path folder) {
        Path file = folder.resolve("a.safetensors");
        try (LazyDevice device = new LazyDevice()) {
            new Safetensors(Map.of("a", Tensors.of(new float[] {1, 2}, 2)), Map.of()).write(file);
            Tensor read = requireNonNull(Safetensors.read(file).tensors().get("a"));

            assertThat(read.is_cpu()).isFalse();
            assertThat(Tensors.toArray(read)).containsExactly(1, 2);
        }
        Tensor read = requireNonNull(Safetensors.read(file).tensors().get("a"));
        assertThat(read.is_cpu()).isTrue();
        assertThat(Tensors.toArray(read)).containsExactly(1, 2);
    }

    /** What all tests with this device rest on. */
    @Test
    void operatorsRefuseTensorsOfTwoDevices() {
        try (LazyDevice device = new LazyDevice()) {
            Tensor there = Tensors.of(new float[] {1, 2}, 1, 2);

            assertThatThrownBy(() -> there.add(torch.ones(1, 2))).hasMessageContaining("not a lazy tensor");
            assertThatThrownBy(() -> there.mm(torch.ones(2, 1))).hasMessageContaining("not a lazy tensor");
        }
    }
}

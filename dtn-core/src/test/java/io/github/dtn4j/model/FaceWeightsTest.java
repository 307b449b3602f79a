package io.github.dtn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceWeightsTest {
    private static final String QUANTISED = """
            {"name": "q", "shape": [1, 1, 3, 1], "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1}}""";
    private static final String PLAIN = """
            {"name": "f", "shape": [2]}""";

    @Test
    void readsQuantisedAndPlainTensors() {
        byte[] values = {0, 2, (byte) 255, 0, 0, 0, 0, 0, 0, 0, 0};
        ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN).putFloat(3, 1.5f).putFloat(7, -2);
        try (PointerScope scope = new PointerScope()) {
            FaceWeights weights = parse("[{\"weights\": [" + QUANTISED + "," + PLAIN + "]}]", values);

            assertThat(Tensors.toArray(weights.get("q"))).containsExactly(new float[] {-1, 0, 126.5f}, within(1e-6f));
            assertThat(weights.filter("q").shape()).containsExactly(1, 3, 1, 1);
            assertThat(Tensors.toArray(weights.get("f"))).containsExactly(1.5f, -2);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, needs 3 bytes", "4, 1 bytes are left over"})
    void refusesValuesOfAnotherLength(int bytes, String fault) {
        assertFails("[{\"weights\": [" + QUANTISED + "]}]", bytes, fault);
    }

    @Test
    void refusesManifestsThatMakeNoSense() {
        assertFails("[{\"weights\": [{\"name\": \"f\", \"shape\": [99999999, 99999999]}]}]", 8, "no possible shape");
        assertFails("[{\"weights\": [{\"name\": \"f\", \"shape\": [-1]}]}]", 8, "no possible shape");
        assertFails("[{\"weights\": [{\"name\": \"f\"}]}]", 8, "manifest of net is damaged");
        assertFails("[{\"weights\": [", 8, "manifest of net is damaged");
        assertFails("[" + QUANTISED.replace("uint8", "uint16") + "]", 3, "damaged");
    }

    @Test
    void namesWhatIsMissing() {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> parse("[]", new byte[0]).get("conv1"))
                .withMessageContaining("no tensor 'conv1'");
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> FaceWeights.read("no_such_model"))
                .withMessageContaining("no_such_model");
    }

    private static void assertFails(String manifest, int bytes, String fault) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> parse(manifest, new byte[bytes]))
                .withMessageContaining(fault)
                .withMessageContaining("net");
    }

    private static FaceWeights parse(String manifest, byte[] values) {
        return FaceWeights.parse("net", manifest.getBytes(StandardCharsets.UTF_8), values);
    }
}

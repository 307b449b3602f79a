package io.github.dtn4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final float[] WEIGHTS = ramp(2 * 3 * 4 * 4);

    @TempDir
    Path folder;

    private PointerScope scope;

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
    void returnsWhatWasWritten() {
        Safetensors read = Safetensors.read(write());

        assertThat(read.tensors().keySet()).containsExactlyInAnyOrder("weight", "step", "scalar", "none");
        assertThat(read.tensors().get("weight").shape()).containsExactly(2, 3, 4, 4);
        assertThat(Tensors.toArray(read.tensors().get("weight"))).isEqualTo(WEIGHTS);
        assertThat(Tensors.toLongs(read.tensors().get("step"))).containsExactly(Long.MAX_VALUE, -1);
        assertThat(read.tensors().get("scalar").shape()).isEmpty();
        assertThat(Tensors.toArray(read.tensors().get("scalar"))).containsExactly(0.5f);
        assertThat(read.tensors().get("none").shape()).containsExactly(0, 3);
        assertThat(read.metadata()).containsEntry("recipe", "name: \"ü\"\nseed: 1");
    }

    @Test
    void halfPrecisionTakesHalfTheRoomAndStaysHalfPrecision() {
        Path file = folder.resolve("half.safetensors");
        Tensor weights = Tensors.of(WEIGHTS, 2, 3, 4, 4);
        new Safetensors(Map.of("weight", weights.to(ScalarType.Half)), Map.of()).write(file);

        Tensor read = Safetensors.read(file).tensors().get("weight");
        assertThat(read.scalar_type().intern()).isEqualTo(ScalarType.Half);
        assertThat(read.nbytes()).isEqualTo(2L * WEIGHTS.length);
        for (int i = 0; i < WEIGHTS.length; i++) {
            assertThat(Tensors.toArray(read)[i])
                    .isCloseTo(WEIGHTS[i], Offset.offset(1e-3f * Math.abs(WEIGHTS[i]) + 1e-4f));
        }
    }

    @Test
    void metadataCanBeReadAlone() {
        assertThat(Safetensors.readMetadata(write())).containsEntry("recipe", "name: \"ü\"\nseed: 1");
    }

    @Test
    void equalContentGivesEqualBytesWhateverTheOrderAndTheMemoryFormat() throws IOException {
        Map<String, Tensor> reversed = new LinkedHashMap<>();
        reversed.put("step", Tensors.of(Long.MAX_VALUE, -1));
        reversed.put("none", Tensors.of(new float[0], 0, 3));
        reversed.put("scalar", Tensors.of(new float[] {0.5f}));
        reversed.put("weight", Tensors.of(WEIGHTS, 2, 3, 4, 4)); // not channels-last

        Path other = folder.resolve("other.safetensors");
        new Safetensors(reversed, metadata()).write(other);

        assertThat(Files.readAllBytes(other)).isEqualTo(Files.readAllBytes(write()));
    }

    /** A reader written from the format's description alone, so that the writer cannot be wrong in the reader's way. */
    @Test
    void independentReaderFindsTheSame() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(write())).order(ByteOrder.LITTLE_ENDIAN);
        byte[] json = new byte[Math.toIntExact(file.getLong())];
        file.get(json);
        ByteBuffer data = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        JsonNode header = JSON.readTree(json);

        assertThat((8 + json.length) % 8).as("data are aligned").isZero();
        assertThat(header.get("__metadata__").get("recipe").textValue()).isEqualTo("name: \"ü\"\nseed: 1");
        JsonNode weight = header.get("weight");
        assertThat(weight.get("dtype").textValue()).isEqualTo("F32");
        assertThat(JSON.convertValue(weight.get("shape"), int[].class)).containsExactly(2, 3, 4, 4);
        float[] values = new float[WEIGHTS.length];
        data.position(weight.get("data_offsets").get(0).intValue());
        data.asFloatBuffer().get(values);
        assertThat(values).isEqualTo(WEIGHTS);
        JsonNode step = header.get("step");
        assertThat(step.get("dtype").textValue()).isEqualTo("I64");
        int at = step.get("data_offsets").get(0).intValue();
        assertThat(step.get("data_offsets").get(1).intValue()).isEqualTo(at + 16);
        assertThat(data.getLong(at)).isEqualTo(Long.MAX_VALUE);
        assertThat(data.getLong(at + 8)).isEqualTo(-1);
        int end = 0;
        for (JsonNode entry : header) {
            end = Math.max(end, entry.path("data_offsets").path(1).intValue());
        }
        assertThat(end).as("nothing behind the last tensor").isEqualTo(data.capacity());
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        Path file = write();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += length < 16 ? 1 : 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused(file);
        }
    }

    @Test
    void everyFlippedDataBitIsNoticed() throws IOException {
        Path file = write();
        byte[] whole = Files.readAllBytes(file);
        int data =
                8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        for (int at = data; at < whole.length; at += 13) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(file, flipped);
            refused(file).withMessageContaining("checksum");
        }
    }

    /** Whatever bit of the header is wrong, the reader ends in a clear error or in a file of the same shape. */
    @Test
    void flippedHeaderBitsNeverCrash() throws IOException {
        Path file = write();
        byte[] whole = Files.readAllBytes(file);
        int data =
                8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        for (int at = 0; at < data; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(file, flipped);
            try (PointerScope inner = new PointerScope()) {
                Safetensors.read(file);
            } catch (DtnException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void longerFilesAreRefused() throws IOException {
        Path file = write();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));

        refused(file).withMessageContaining("longer");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 16 << 20 | 1, Long.MAX_VALUE})
    void impossibleHeaderLengthsAreRefused(long length) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);

        refused(Files.write(folder.resolve("length.safetensors"), bytes.array()));
    }

    /** Each claims more than the 16 bytes that follow it, or what no tensor can be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "nonsense",
                "{'a': 5}",
                "{'a': {}}",
                "{'a': {'dtype': 'F32', 'shape': [4]}}",
                "{'a': {'dtype': 'F32', 'shape': null, 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': [4], 'data_offsets': null}}",
                "{'a': {'dtype': null, 'shape': [4], 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': [null], 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': ['x'], 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': [4.5], 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': [3], 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': [-4], 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': [-2, -2], 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': [4], 'data_offsets': [16, 0]}}",
                "{'a': {'dtype': 'F32', 'shape': [4], 'data_offsets': [-16, 0]}}",
                "{'a': {'dtype': 'F32', 'shape': [4], 'data_offsets': [16, 32]}}",
                "{'a': {'dtype': 'F32', 'shape': [4], 'data_offsets': [0, 16, 32]}}",
                "{'a': {'dtype': 'F32', 'shape': [2], 'data_offsets': [4, 12]}}",
                "{'a': {'dtype': 'F32', 'shape': [250000000000], 'data_offsets': [0, 1000000000000]}}",
                "{'a': {'dtype': 'F32', 'shape': [4611686018427387904, 4], 'data_offsets': [0, 0]}}",
                "{'a': {'dtype': 'F32', 'shape': [0, 9223372036854775807, 9], 'data_offsets': [0, 0]}}",
                "{'a': {'dtype': 'F64', 'shape': [2], 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'I64', 'shape': [4], 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': [4], 'data_offsets': [0, 16]},"
                        + " 'b': {'dtype': 'F32', 'shape': [4], 'data_offsets': [0, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': [3], 'data_offsets': [0, 12]},"
                        + " 'b': {'dtype': 'F32', 'shape': [2], 'data_offsets': [8, 16]}}",
                "{'a': {'dtype': 'F32', 'shape': [4], 'data_offsets': [0, 16]},"
                        + " 'a': {'dtype': 'F32', 'shape': [2, 2], 'data_offsets': [0, 16]}}",
            })
    void headersThatDoNotDescribeTheFileAreRefused(String header) throws IOException {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);

        refused(Files.write(folder.resolve("header.safetensors"), bytes.array()));
    }

    /** Jackson's limits hold: a parser that followed these would run out of stack, or of time. */
    @Test
    void headersThatAreDeepOrHoldEndlessNumbersAreRefused() throws IOException {
        headersThatDoNotDescribeTheFileAreRefused("{'a': " + "[".repeat(1_000_000));
        headersThatDoNotDescribeTheFileAreRefused("{'a': {'shape': [" + "9".repeat(1_000_000) + "]}}");
        headersThatDoNotDescribeTheFileAreRefused("{'a': {'shape': [1e" + "9".repeat(900) + "]}}");
    }

    @Test
    void missingFilesAndFoldersAreRefused() {
        refused(folder.resolve("missing.safetensors")).withMessageContaining("no such file");
        refused(folder);
    }

    private static ThrowableAssertAlternative<DtnException> refused(Path file) {
        return assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Safetensors.read(file))
                .withMessageContaining(file.toString());
    }

    private Path write() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("weight", Tensors.channelsLast(Tensors.of(WEIGHTS, 2, 3, 4, 4)));
        tensors.put("step", Tensors.of(Long.MAX_VALUE, -1));
        tensors.put("scalar", Tensors.of(new float[] {0.5f}));
        tensors.put("none", Tensors.of(new float[0], 0, 3));
        Path file = folder.resolve("test.safetensors");
        new Safetensors(tensors, metadata()).write(file);
        return file;
    }

    private static Map<String, String> metadata() {
        return Map.of("recipe", "name: \"ü\"\nseed: 1");
    }

    private static float[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i / 7f - 3;
        }
        return values;
    }
}

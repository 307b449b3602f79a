package io.github.dtn4j.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The tensors of a face network as face-api packs them: one file of values, one after another, and a manifest of their names,
 * shapes and types. An 8-bit value q of a quantised tensor means {@code q * scale + min}; others are 32-bit floats,
 * little-endian. Filters are [height, width, in, out]. The tensors live in the scope in which they were read.
 */
final class FaceWeights {
    static {
        Native.load();
    }

    private static final String FOLDER = "/io/github/dtn4j/assets/faces/";
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_VALUES = 1 << 26; // ten times the largest of these networks

    private final String network;
    private final Map<String, Tensor> tensors = new HashMap<>();

    private FaceWeights(String network) {
        this.network = network;
    }

    /**
     * Reads a network that dtn-assets carries.
     *
     * @param network such as {@code face_recognition_model}
     * @throws DtnException if it is not on the class path or damaged
     */
    static FaceWeights read(String network) {
        return parse(network, resource(network + "-weights_manifest.json"), resource(network + ".bin"));
    }

    private static byte[] resource(String name) {
        try (InputStream in = FaceWeights.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw DtnException.failure(
                        "the face network %s is not on the class path; add the dtn-assets jar".formatted(name));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(name, DtnException.reason(e)), e);
        }
    }

    /** Takes a manifest and its values apart, which must fit each other to the byte. */
    static FaceWeights parse(String network, byte[] manifest, byte[] values) {
        FaceWeights weights = new FaceWeights(network);
        ByteBuffer rest = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
        try {
            for (JsonNode group : JSON.readTree(manifest)) {
                for (JsonNode entry : group.required("weights")) {
                    weights.add(entry, rest);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw DtnException.failure("the manifest of %s is damaged: %s".formatted(network, firstLine(e)), e);
        }
        if (rest.hasRemaining()) {
            throw weights.damaged("%d bytes are left over".formatted(rest.remaining()));
        }
        return weights;
    }

    private static String firstLine(Exception fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }

    private void add(JsonNode entry, ByteBuffer rest) throws JsonProcessingException {
        String name = entry.required("name").asText();
        long[] shape = JSON.treeToValue(entry.required("shape"), long[].class);
        long count = 1;
        for (long side : shape) {
            if (side < 1 || side > MOST_VALUES || count * side > MOST_VALUES) {
                throw damaged("tensor '%s' has no possible shape".formatted(name));
            }
            count *= side;
        }
        JsonNode quantization = entry.get("quantization");
        long bytes = count * (quantization == null ? Float.BYTES : 1);
        if (bytes > rest.remaining()) {
            throw damaged("tensor '%s' needs %d bytes where %d are left".formatted(name, bytes, rest.remaining()));
        }
        float[] values = new float[(int) count];
        if (quantization == null) {
            rest.asFloatBuffer().get(values);
            rest.position(rest.position() + (int) bytes);
        } else {
            dequantise(rest, quantization, values);
        }
        tensors.put(name, Tensors.of(values, shape));
    }

    private static void dequantise(ByteBuffer bytes, JsonNode quantization, float[] values) {
        if (!quantization.required("dtype").asText().equals("uint8")) {
            throw new IllegalArgumentException("quantised as " + quantization.get("dtype"));
        }
        double scale = quantization.required("scale").asDouble();
        double min = quantization.required("min").asDouble();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((bytes.get() & 0xFF) * scale + min);
        }
    }

    private DtnException damaged(String fault) {
        return DtnException.failure("the face network %s is damaged: %s".formatted(network, fault));
    }

    /** The tensor of this name. */
    Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw damaged("it has no tensor '%s'".formatted(name));
        }
        return tensor;
    }

    /** A filter as libtorch wants it: [height, width, in, out] becomes (out, in, height, width). */
    Tensor filter(String name) {
        return get(name).permute(3, 2, 0, 1);
    }

    /**
     * What images in [-1, 1], halved, lack to what a network was trained on, (level - mean) / 255.
     *
     * @param mean of each channel, 0 to 255
     * @return (1, channels, 1, 1)
     */
    static Tensor shift(float[] mean) {
        float[] shift = new float[mean.length];
        for (int c = 0; c < shift.length; c++) {
            shift[c] = (127.5f - mean[c]) / 255;
        }
        return Tensors.of(shift, 1, shift.length, 1, 1);
    }

    /** A first layer without padding, trained on (level - mean) / 255, so changed that it takes images in [-1, 1]. */
    static Convolution onUnitRange(Convolution levels, float[] mean) {
        Tensor moved = levels.weight().mul(shift(mean)).sum(new long[] {1, 2, 3}, false, null);
        return new Convolution(
                levels.weight().mul(new Scalar(0.5f)),
                moved.add(requireNonNull(levels.bias())),
                levels.stride(),
                levels.padding());
    }
}

package io.github.dtn4j.torch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The safetensors format: an 8-byte little-endian length, a JSON header that names every tensor's type, shape and place, and
 * the raw little-endian values. Data only: reading it cannot run code.
 *
 * @param tensors by name, in file order
 * @param metadata free text by key
 * @see <a href="https://github.com/huggingface/safetensors">the format</a>
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();
    private static final long MAXIMUM_HEADER_BYTES = 16 << 20;
    /** Metadata key of the CRC-32C of all values, which other writers of the format do not know. */
    public static final String CHECKSUM = "crc32c";

    private static final String METADATA = "__metadata__";

    /** Keeps the order of both maps; neither can be changed. */
    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Writes the tensors (float, half and int64) atomically: a reader sees the old file or the whole new one.
     *
     * @throws DtnException if the file cannot be written
     */
    public void write(Path file) {
        try (PointerScope scope = new PointerScope();
                AtomicFile out = AtomicFile.create(file)) {
            Map<String, Tensor> plain = new LinkedHashMap<>();
            // Sorted names make equal content equal bytes.
            new TreeMap<>(tensors)
                    .forEach((name, tensor) ->
                            plain.put(name, Devices.host(tensor.detach()).contiguous()));
            out.append(header(plain));
            for (Tensor tensor : plain.values()) {
                out.append(bytes(tensor));
            }
            out.commit();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a header of names and numbers did not become JSON", e);
        }
    }

    /**
     * Reads a whole file; the tensors live until closed or until the surrounding {@link PointerScope} ends.
     *
     * @throws DtnException if the file is missing, truncated, longer than its header says, or fails its checksum
     */
    public static Safetensors read(Path file) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ObjectNode header = readHeader(in, file);
            long dataStart = in.position();
            Map<String, String> metadata = metadata(header);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            CRC32C checksum = checksumOf(header);
            long offset = 0;
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                if (!entry.getKey().equals(METADATA)) {
                    Entry place = Entry.of(entry.getKey(), entry.getValue(), file);
                    if (place.begin != offset || place.end > in.size() - dataStart) {
                        throw damaged(file, "tensor '%s' lies outside the file".formatted(entry.getKey()));
                    }
                    tensors.put(entry.getKey(), Devices.moved(readTensor(in, place, checksum, file)));
                    offset = place.end;
                }
            }
            if (in.size() - dataStart != offset) {
                throw damaged(file, "it is longer than its header says");
            }
            String expected = metadata.get(CHECKSUM);
            if (expected != null && !expected.equals(Long.toHexString(checksum.getValue()))) {
                throw damaged(file, "its checksum does not match");
            }
            return new Safetensors(tensors, metadata);
        } catch (NoSuchFileException e) {
            throw DtnException.usage("%s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be read: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /**
     * Reads the metadata alone, without the tensors.
     *
     * @throws DtnException if the file is missing or its header is damaged
     */
    public static Map<String, String> readMetadata(Path file) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return metadata(readHeader(in, file));
        } catch (NoSuchFileException e) {
            throw DtnException.usage("%s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be read: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /**
     * Reads what the header says of the tensors, in file order, without their values.
     *
     * @throws DtnException if the file is missing, its header is damaged, or it is shorter or longer than that says
     */
    public static List<TensorEntry> readEntries(Path file) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ObjectNode header = readHeader(in, file);
            List<TensorEntry> entries = new ArrayList<>();
            long end = 0;
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                if (!entry.getKey().equals(METADATA)) {
                    Entry place = Entry.of(entry.getKey(), entry.getValue(), file);
                    List<Long> shape = Arrays.stream(place.shape).boxed().toList();
                    entries.add(new TensorEntry(
                            place.name, entry.getValue().required("dtype").asText(), shape));
                    end = Math.max(end, place.end);
                }
            }
            if (in.size() - in.position() != end) {
                throw damaged(file, "it has another length than its header says");
            }
            return entries;
        } catch (NoSuchFileException e) {
            throw DtnException.usage("%s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be read: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    private ByteBuffer header(Map<String, Tensor> plain) throws JsonProcessingException {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode text = header.putObject(METADATA);
        metadata.forEach(text::put);
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : plain.entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode place = header.putObject(entry.getKey());
            place.put("dtype", dtype(tensor));
            place.set("shape", JSON.valueToTree(tensor.shape()));
            place.set("data_offsets", JSON.valueToTree(new long[] {offset, offset + tensor.nbytes()}));
            offset += tensor.nbytes();
        }
        CRC32C checksum = checksumOf(header);
        plain.values().forEach(tensor -> checksum.update(bytes(tensor)));
        text.put(CHECKSUM, Long.toHexString(checksum.getValue()));
        byte[] json = JSON.writeValueAsBytes(header);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer buffer = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(padded).put(json);
        while (buffer.hasRemaining()) {
            buffer.put((byte) ' ');
        }
        return buffer.flip();
    }

    private static String dtype(Tensor tensor) {
        return switch (tensor.scalar_type().intern()) {
            case Long -> "I64";
            case Half -> "F16";
            case Float -> "F32";
            default ->
                throw new IllegalArgumentException("tensors of type " + tensor.scalar_type() + " are not written");
        };
    }

    /** Begins a checksum with the header as it is while its own place in it is still empty. */
    private static CRC32C checksumOf(ObjectNode header) throws JsonProcessingException {
        ObjectNode copy = header.deepCopy();
        if (copy.get(METADATA) instanceof ObjectNode text) {
            text.put(CHECKSUM, "");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(JSON.writeValueAsBytes(copy));
        return checksum;
    }

    private static ObjectNode readHeader(FileChannel in, Path file) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        readFully(in, length, file);
        long size = length.flip().getLong();
        if (size < 2 || size > MAXIMUM_HEADER_BYTES || size > in.size() - 8) {
            throw damaged(file, "it does not begin as a safetensors file");
        }
        ByteBuffer json = ByteBuffer.allocate((int) size);
        readFully(in, json, file);
        try {
            if (JSON.readTree(new String(json.array(), StandardCharsets.UTF_8)) instanceof ObjectNode header) {
                return header;
            }
        } catch (JsonProcessingException e) {
            throw DtnException.failure("%s is damaged: its header is not JSON".formatted(file), e);
        }
        throw damaged(file, "its header is not a JSON object");
    }

    private static Map<String, String> metadata(ObjectNode header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        JsonNode text = header.get(METADATA);
        if (text != null) {
            text.properties()
                    .forEach(entry ->
                            metadata.put(entry.getKey(), entry.getValue().asText()));
        }
        return metadata;
    }

    private static Tensor readTensor(FileChannel in, Entry place, CRC32C checksum, Path file) throws IOException {
        Tensor tensor = torch.empty(place.shape, new TensorOptions(place.type), null);
        if (tensor.nbytes() != place.end - place.begin) {
            throw damaged(file, "tensor '%s' has another size than its shape".formatted(place.name));
        }
        ByteBuffer buffer = bytes(tensor);
        readFully(in, buffer, file);
        checksum.update(buffer.flip());
        return tensor;
    }

    private static ByteBuffer bytes(Tensor contiguous) {
        if (contiguous.numel() == 0) {
            return ByteBuffer.allocate(0);
        }
        Pointer data = contiguous.data_ptr();
        return new BytePointer(data)
                .capacity(contiguous.nbytes())
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void readFully(FileChannel in, ByteBuffer buffer, Path file) throws IOException {
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                throw damaged(file, "it ends too early");
            }
        }
    }

    private static DtnException damaged(Path file, String fault) {
        return DtnException.failure("%s is damaged: %s".formatted(file, fault));
    }

    /** Where a tensor lies in the file, checked against what its shape needs before anything is allocated. */
    private record Entry(String name, ScalarType type, long[] shape, long begin, long end) {
        private static long[] numbers(JsonNode node) throws JsonProcessingException {
            if (!node.isArray()) {
                throw new IllegalArgumentException("not an array");
            }
            return JSON.treeToValue(node, long[].class);
        }

        static Entry of(String name, JsonNode node, Path file) {
            try {
                long[] shape = numbers(node.required("shape"));
                long[] offsets = numbers(node.required("data_offsets"));
                String dtype = node.required("dtype").asText();
                ScalarType type = switch (dtype) {
                    case "F32" -> ScalarType.Float;
                    case "F16" -> ScalarType.Half;
                    case "I64" -> ScalarType.Long;
                    default -> throw damaged(file, "tensor '%s' has the unsupported type %s".formatted(name, dtype));
                };
                long bytes = dtype.equals("I64") ? 8 : dtype.equals("F16") ? 2 : 4;
                boolean empty = false;
                for (long side : shape) {
                    if (side < 0) {
                        throw damaged(file, "tensor '%s' has a negative side".formatted(name));
                    }
                    empty |= side == 0;
                    bytes = Math.multiplyExact(bytes, Math.max(1, side)); // strides must not overflow either
                }
                bytes = empty ? 0 : bytes;
                if (offsets.length != 2 || offsets[0] < 0 || offsets[1] - offsets[0] != bytes) {
                    throw damaged(file, "tensor '%s' has another size than its shape".formatted(name));
                }
                return new Entry(name, type, shape, offsets[0], offsets[1]);
            } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException e) {
                throw DtnException.failure(
                        "%s is damaged: the header of tensor '%s' cannot be understood".formatted(file, name), e);
            }
        }
    }
}

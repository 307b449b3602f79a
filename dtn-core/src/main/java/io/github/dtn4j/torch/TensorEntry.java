package io.github.dtn4j.torch;

import java.util.List;

/**
 * A tensor as the header of a file describes it.
 *
 * @param name unique in the file
 * @param type of its values, as safetensors writes it: {@code F32}, {@code I64} ...
 * @param shape its sides
 */
public record TensorEntry(String name, String type, List<Long> shape) {
    /** Keeps a copy of the shape. */
    public TensorEntry {
        shape = List.copyOf(shape);
    }

    /** How many values it holds. */
    public long values() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }
}

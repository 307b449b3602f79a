package io.github.dtn4j.export;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.transfer.Computation.Port;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.ExtraFilesMap;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A network as a TorchScript module: its {@code forward} is written as source, one line a step, and compiled by libtorch. All
 * native objects live in the scope that surrounds its use.
 */
final class TorchScriptGraph implements ExportGraph {
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final StringBuilder lines = new StringBuilder();
    private final List<String> outputs = new ArrayList<>();
    private String input = "";
    private int values;

    @Override
    public String input(Port port) {
        input = port.name();
        return input;
    }

    @Override
    public void output(Port port, String value) {
        line(port.name(), value);
        outputs.add(port.name());
    }

    /**
     * Writes the module.
     *
     * @param metadata becomes extra files in it
     * @throws DtnException if the file cannot be written
     */
    void write(Path file, Map<String, String> metadata) {
        ExtraFilesMap extra = new ExtraFilesMap();
        metadata.forEach((key, value) -> extra.put(utf8(key), utf8(value)));
        try (AtomicFile whole = AtomicFile.create(file)) {
            reserve(whole, mostBytes(metadata));
            module().save(whole.temporary().toString(), extra);
            whole.commit();
        } catch (RuntimeException e) { // what libtorch throws
            throw e instanceof DtnException fault
                    ? fault
                    : DtnException.failure("cannot write %s as TorchScript: %s".formatted(file, Native.reason(e)), e);
        }
    }

    /** Finds out whether there is room on the disk: libtorch ends the process where it runs out of it. */
    private static void reserve(AtomicFile file, long bytes) {
        byte[] zeros = new byte[1 << 20];
        for (long rest = bytes; rest > 0; rest -= zeros.length) {
            file.append(ByteBuffer.wrap(zeros, 0, (int) Math.min(rest, zeros.length)));
        }
    }

    /** No file is larger: libtorch adds a header and padding to each tensor, and a table of places to the source. */
    long mostBytes(Map<String, String> metadata) {
        long tensors = parameters.values().stream()
                .mapToLong(tensor -> tensor.nbytes() + 1024)
                .sum();
        long texts = metadata.entrySet().stream()
                .mapToLong(entry ->
                        3L * (entry.getKey().length() + entry.getValue().length()) + 1024)
                .sum();
        return tensors + texts + 8L * source().length() + (64 << 10);
    }

    private JitModule module() {
        JitModule module = new JitModule(new QualifiedName("dtn4j.Network"));
        parameters.forEach((name, tensor) -> module.register_parameter(name, tensor, false));
        module.define(source());
        module.eval();
        return module;
    }

    private static BytePointer utf8(String text) {
        return new BytePointer(text, StandardCharsets.UTF_8);
    }

    private String source() {
        String type = outputs.size() == 1
                ? "Tensor"
                : "Tuple["
                        + String.join(
                                ", ", outputs.stream().map(name -> "Tensor").toList()) + "]";
        return "def forward(self, %s: Tensor) -> %s:\n%s    return %s\n"
                .formatted(input, type, lines, String.join(", ", outputs));
    }

    @Override
    public String constant(String name, Tensor tensor) {
        String attribute = name.replace('.', '_');
        if (parameters.put(attribute, tensor.detach().clone()) != null) {
            throw new IllegalArgumentException("two constants are named " + name);
        }
        return "self." + attribute;
    }

    @Override
    public String number(double value) {
        return Double.toString(value);
    }

    @Override
    public String apply(Function function, String x) {
        return call(
                switch (function) {
                    case RELU -> "relu";
                    case TANH -> "tanh";
                    case ABSOLUTE -> "abs";
                    case SQUARE_ROOT -> "sqrt";
                    case EXPONENTIAL -> "exp";
                },
                x);
    }

    @Override
    public String apply(Operation operation, String x, String y) {
        return call(
                switch (operation) {
                    case ADD -> "add";
                    case SUBTRACT -> "sub";
                    case MULTIPLY -> "mul";
                    case DIVIDE -> "div";
                    case MINIMUM -> "minimum";
                    case MATRIX_PRODUCT -> "matmul";
                },
                x,
                y);
    }

    @Override
    public String leakyRelu(String x, double slope) {
        return call("leaky_relu", x, slope);
    }

    @Override
    public String clamp(String x, double least, double most) {
        return call("clamp", x, least, most);
    }

    @Override
    public String convolution(String x, String weight, @Nullable String bias, int stride, int padding) {
        return call("conv2d", x, weight, none(bias), pair(stride), pair(padding));
    }

    @Override
    public String transposedConvolution(
            String x, String weight, @Nullable String bias, int stride, int padding, int outputPadding) {
        return call("conv_transpose2d", x, weight, none(bias), pair(stride), pair(padding), pair(outputPadding));
    }

    private static String none(@Nullable String value) {
        return value == null ? "None" : value;
    }

    private static String pair(int value) {
        return "[" + value + ", " + value + "]";
    }

    @Override
    public String maxPool(String x, int kernel, int stride) {
        return call("max_pool2d", x, pair(kernel), pair(stride));
    }

    @Override
    public String averagePool(String x, int kernel) {
        return call("avg_pool2d", x, pair(kernel), pair(kernel));
    }

    @Override
    public String mean(String x, int... dimensions) {
        return call("mean", x, Arrays.toString(dimensions));
    }

    @Override
    public String sum(String x, int dimension) {
        return call("sum", x, "[" + dimension + "]", "True");
    }

    @Override
    public String slice(String x, int dimension, long from, long count) {
        return call("slice", x, dimension, from, from + count);
    }

    @Override
    public String concatenate(String... parts) {
        return call("cat", Arrays.toString(parts), 1);
    }

    @Override
    public String reshape(String x, long... shape) {
        return call("reshape", x, Arrays.toString(shape));
    }

    @Override
    public String pad(String x, long channels, long rows, long columns) {
        return call("constant_pad_nd", x, Arrays.toString(new long[] {0, columns, 0, rows, 0, channels}));
    }

    @Override
    public String pixelShuffle(String x, int factor) {
        return call("pixel_shuffle", x, factor);
    }

    @Override
    public String enlarge(String x, int factor) {
        return call("upsample_bilinear2d", x, "None", "False", Arrays.toString(new double[] {factor, factor}));
    }

    private String call(String function, Object... arguments) {
        values++;
        String list =
                String.join(", ", Arrays.stream(arguments).map(Object::toString).toList());
        String result = "v" + values;
        line(result, "torch." + function + "(" + list + ")");
        return result;
    }

    private void line(String name, String expression) {
        lines.append("    ").append(name).append(" = ").append(expression).append('\n');
    }
}

package io.github.dtn4j.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.github.dtn4j.Version;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.transfer.Computation.Port;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A network as an ONNX model. It uses the operator set and the file version of 2020 and early 2021, which offer all that these
 * networks need, so that old runtimes take it as well as new ones.
 */
final class OnnxGraph implements ExportGraph {
    /** Version of the operator set: of ONNX 1.8 (December 2020). */
    static final int OPERATOR_SET = 13;

    private static final int FILE_VERSION = 7; // "IR version", likewise
    private static final String BATCH = "N";

    private final GraphProto.Builder graph;
    private int values;

    OnnxGraph(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    @Override
    public String input(Port port) {
        graph.addInput(describe(port));
        return port.name();
    }

    @Override
    public void output(Port port, String value) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(port.name())
                .addInput(value)
                .addOutput(port.name()));
        graph.addOutput(describe(port));
    }

    private static ValueInfoProto describe(Port port) {
        TensorShapeProto.Builder shape =
                TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam(BATCH));
        port.shape().forEach(size -> shape.addDim(Dimension.newBuilder().setDimValue(size)));
        return ValueInfoProto.newBuilder()
                .setName(port.name())
                .setDocString(port.meaning())
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }

    /** The whole file. */
    byte[] bytes(Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FILE_VERSION)
                .setProducerName("dtn4j")
                .setProducerVersion(Version.CURRENT)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    @Override
    public String constant(String name, Tensor tensor) {
        float[] numbers = Tensors.toArray(tensor);
        ByteBuffer raw = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(numbers);
        return initializer(name, TensorProto.DataType.FLOAT, raw, tensor.shape());
    }

    @Override
    public String number(double value) {
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.putFloat(0, (float) value);
        return initializer(fresh("number"), TensorProto.DataType.FLOAT, raw);
    }

    private String integers(long... numbers) {
        ByteBuffer raw = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(numbers);
        return initializer(fresh("integers"), TensorProto.DataType.INT64, raw, numbers.length);
    }

    private String initializer(String name, TensorProto.DataType type, ByteBuffer raw, long... shape) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(LongStream.of(shape).boxed().toList())
                .setRawData(ByteString.copyFrom(raw)));
        return name;
    }

    @Override
    public String apply(Function function, String x) {
        return node(
                switch (function) {
                    case RELU -> "Relu";
                    case TANH -> "Tanh";
                    case ABSOLUTE -> "Abs";
                    case SQUARE_ROOT -> "Sqrt";
                    case EXPONENTIAL -> "Exp";
                },
                List.of(x));
    }

    @Override
    public String apply(Operation operation, String x, String y) {
        return node(
                switch (operation) {
                    case ADD -> "Add";
                    case SUBTRACT -> "Sub";
                    case MULTIPLY -> "Mul";
                    case DIVIDE -> "Div";
                    case MINIMUM -> "Min";
                    case MATRIX_PRODUCT -> "MatMul";
                },
                List.of(x, y));
    }

    @Override
    public String leakyRelu(String x, double slope) {
        return node("LeakyRelu", List.of(x), OnnxAttributes.number("alpha", slope));
    }

    @Override
    public String clamp(String x, double least, double most) {
        return node("Clip", List.of(x, number(least), number(most)));
    }

    @Override
    public String convolution(String x, String weight, @Nullable String bias, int stride, int padding) {
        return node(
                "Conv",
                operands(x, weight, bias),
                OnnxAttributes.integers("strides", stride, stride),
                OnnxAttributes.integers("pads", padding, padding, padding, padding));
    }

    @Override
    public String transposedConvolution(
            String x, String weight, @Nullable String bias, int stride, int padding, int outputPadding) {
        return node(
                "ConvTranspose",
                operands(x, weight, bias),
                OnnxAttributes.integers("strides", stride, stride),
                OnnxAttributes.integers("pads", padding, padding, padding, padding),
                OnnxAttributes.integers("output_padding", outputPadding, outputPadding));
    }

    private static List<String> operands(String x, String weight, @Nullable String bias) {
        return bias == null ? List.of(x, weight) : List.of(x, weight, bias);
    }

    @Override
    public String maxPool(String x, int kernel, int stride) {
        return node(
                "MaxPool",
                List.of(x),
                OnnxAttributes.integers("kernel_shape", kernel, kernel),
                OnnxAttributes.integers("strides", stride, stride));
    }

    @Override
    public String averagePool(String x, int kernel) {
        return node(
                "AveragePool",
                List.of(x),
                OnnxAttributes.integers("kernel_shape", kernel, kernel),
                OnnxAttributes.integers("strides", kernel, kernel));
    }

    @Override
    public String mean(String x, int... dimensions) {
        long[] axes = Arrays.stream(dimensions).asLongStream().toArray();
        return node(
                "ReduceMean", List.of(x), OnnxAttributes.integers("axes", axes), OnnxAttributes.integer("keepdims", 0));
    }

    @Override
    public String sum(String x, int dimension) {
        return node("ReduceSum", List.of(x, integers(dimension)), OnnxAttributes.integer("keepdims", 1));
    }

    @Override
    public String slice(String x, int dimension, long from, long count) {
        return node("Slice", List.of(x, integers(from), integers(from + count), integers(dimension)));
    }

    @Override
    public String concatenate(String... parts) {
        return node("Concat", List.of(parts), OnnxAttributes.integer("axis", 1));
    }

    @Override
    public String reshape(String x, long... shape) {
        return node("Reshape", List.of(x, integers(shape)));
    }

    @Override
    public String pad(String x, long channels, long rows, long columns) {
        return node("Pad", List.of(x, integers(0, 0, 0, 0, 0, channels, rows, columns)));
    }

    @Override
    public String pixelShuffle(String x, int factor) {
        return node(
                "DepthToSpace",
                List.of(x),
                OnnxAttributes.integer("blocksize", factor),
                OnnxAttributes.text("mode", "CRD"));
    }

    @Override
    public String enlarge(String x, int factor) {
        String scales = constant(fresh("scales"), Tensors.of(new float[] {1, 1, factor, factor}, 4));
        return node(
                "Resize",
                List.of(x, "", scales),
                OnnxAttributes.text("mode", "linear"),
                OnnxAttributes.text("coordinate_transformation_mode", "half_pixel"));
    }

    private String node(String type, List<String> operands, AttributeProto... attributes) {
        String result = fresh(type.toLowerCase(Locale.ROOT));
        graph.addNode(NodeProto.newBuilder()
                .setOpType(type)
                .setName(result)
                .addAllInput(operands)
                .addOutput(result)
                .addAllAttribute(List.of(attributes)));
        return result;
    }

    private String fresh(String kind) {
        values++;
        return kind + values;
    }
}

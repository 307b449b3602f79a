package io.github.dtn4j.model;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what a network computes, step by step, in a form that other programs can run. Networks tell it of their folded
 * form through {@code describe}, and other modules write it down. Values are named by strings: a step takes the names of
 * those that it works on and returns that of its result. Images are (N, C, H, W), and a batch may have any size.
 */
public interface Graph {
    /** What happens to each number by itself. */
    enum Function {
        RELU,
        TANH,
        ABSOLUTE,
        SQUARE_ROOT,
        EXPONENTIAL
    }

    /** What becomes of two tensors, which are broadcast to each other as NumPy does. */
    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MINIMUM,
        /** The matrix product of the last two dimensions. */
        MATRIX_PRODUCT
    }

    /**
     * A tensor that the network brings along; its values are taken over at once.
     *
     * @param name unique among the constants, such as {@code g.start.weight}
     */
    String constant(String name, Tensor values);

    /** A number that the network brings along. */
    String number(double value);

    /** A function of each number. */
    String apply(Function function, String x);

    /** An operation on two values. */
    String apply(Operation operation, String x, String y);

    /** x where positive, otherwise {@code slope * x}. */
    String leakyRelu(String x, double slope);

    /** Each number, but not below {@code least} or above {@code most}. */
    String clamp(String x, double least, double most);

    /**
     * A convolution.
     *
     * @param weight (out, in, k, k)
     * @param bias (out) or null
     */
    String convolution(String x, String weight, @Nullable String bias, int stride, int padding);

    /**
     * A transposed convolution.
     *
     * @param weight (in, out, k, k)
     * @param bias (out) or null
     * @param outputPadding rows and columns that are added to its result at the end
     */
    String transposedConvolution(
            String x, String weight, @Nullable String bias, int stride, int padding, int outputPadding);

    /** The largest of each {@code kernel * kernel} pixels; what is left over at the end is dropped. */
    String maxPool(String x, int kernel, int stride);

    /** The mean of each {@code kernel * kernel} pixels, which do not overlap; what is left over at the end is dropped. */
    String averagePool(String x, int kernel);

    /** The mean over some dimensions, which disappear. */
    String mean(String x, int... dimensions);

    /** The sum over one dimension, which stays with size 1. */
    String sum(String x, int dimension);

    /** A range of one dimension. */
    String slice(String x, int dimension, long from, long count);

    /** The values one after another along the second dimension. */
    String concatenate(String... parts);

    /** The same numbers in another shape, of which -1 is what remains. */
    String reshape(String x, long... shape);

    /** Images with so many channels, rows and columns of zeros at their ends. */
    String pad(String x, long channels, long rows, long columns);

    /** {@code factor * factor} channels become pixels: (N, C * factor * factor, H, W) to (N, C, H * factor, W * factor). */
    String pixelShuffle(String x, int factor);

    /** Images {@code factor} times as large, bilinearly, with pixels understood as areas. */
    String enlarge(String x, int factor);
}

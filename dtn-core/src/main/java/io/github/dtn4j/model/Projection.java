package io.github.dtn4j.model;

import io.github.dtn4j.model.Graph.Operation;
import io.github.dtn4j.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution whose kernel covers its whole input, or a transposed one whose input is a single pixel, as one matrix
 * product: maps are laid out (N, side, side, C), which is what channels-last memory is, so that nothing is copied.
 *
 * @param weight (in, out)
 * @param bias (out) or null
 * @param channels of the maps
 * @param side height and width of the maps
 */
record Projection(Tensor weight, @Nullable Tensor bias, int channels, int side) {
    /** Adds a layer from maps (N, channels, side, side) to vectors (N, out). */
    static Projection fromMaps(Weights weights, String name, int channels, int side, int out, double deviation) {
        Tensor weight = weights.normal(name + ".weight", deviation, (long) side * side * channels, out);
        return new Projection(weight, null, channels, side);
    }

    /** The same with a bias that begins at 0. */
    static Projection fromMapsWithBias(
            Weights weights, String name, int channels, int side, int out, double deviation) {
        Projection plain = fromMaps(weights, name, channels, side, out, deviation);
        return new Projection(plain.weight, weights.constant(name + ".bias", 0, out), channels, side);
    }

    /** Adds a layer from vectors (N, in) to maps (N, channels, side, side). */
    static Projection toMaps(Weights weights, String name, int in, int channels, int side, double deviation) {
        Tensor weight = weights.normal(name + ".weight", deviation, in, (long) side * side * channels);
        return new Projection(weight, null, channels, side);
    }

    /** (N, channels, side, side) to (N, out). */
    Tensor fromMaps(Tensor maps) {
        Tensor rows = maps.permute(0, 2, 3, 1).reshape(maps.size(0), -1); // (N, side * side * channels)
        return product(rows);
    }

    /** (N, in) to (N, channels, side, side), channels-last. */
    Tensor toMaps(Tensor vectors) {
        return product(vectors).view(vectors.size(0), side, side, channels).permute(0, 3, 1, 2);
    }

    private Tensor product(Tensor rows) {
        return EvenProduct.of(rows, weight, bias);
    }

    /** Adds {@link #fromMaps} to a graph, for maps in the order that they have there, (N, channels, side, side). */
    String describeFromMaps(Graph graph, String name, String maps) {
        Tensor columns = weight.view(side, side, channels, weight.size(1)).permute(2, 0, 1, 3);
        String rows = graph.reshape(maps, -1, (long) channels * side * side);
        return describeProduct(graph, name, rows, columns.reshape(-1, weight.size(1)), bias);
    }

    /** Adds {@link #toMaps} to a graph, where maps are (N, channels, side, side). */
    String describeToMaps(Graph graph, String name, String vectors) {
        Tensor columns = weight.view(weight.size(0), side, side, channels)
                .permute(0, 3, 1, 2)
                .reshape(weight.size(0), -1);
        Tensor shift = bias == null
                ? null
                : bias.view(side, side, channels).permute(2, 0, 1).reshape(-1);
        return graph.reshape(describeProduct(graph, name, vectors, columns, shift), -1, channels, side, side);
    }

    private static String describeProduct(
            Graph graph, String name, String rows, Tensor columns, @Nullable Tensor shift) {
        String product = graph.apply(Operation.MATRIX_PRODUCT, rows, graph.constant(name + ".weight", columns));
        return shift == null ? product : graph.apply(Operation.ADD, product, graph.constant(name + ".bias", shift));
    }

    /** The same with a BatchNorm behind it in it, over the vectors that it makes or over the channels of its maps. */
    Projection fold(BatchNorm norm) {
        Tensor factor = norm.factor();
        Tensor shift = norm.bias(null);
        long times = weight.size(1) / factor.size(0); // each channel has a column for every pixel of the maps
        return new Projection(weight.mul(factor.repeat(times)), shift.repeat(times), channels, side);
    }

    /** The same with tensors of its own. */
    Projection copy() {
        return new Projection(Tensors.copy(weight), bias == null ? null : Tensors.copy(bias), channels, side);
    }
}

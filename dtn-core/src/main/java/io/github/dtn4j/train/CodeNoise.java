package io.github.dtn4j.train;

import io.github.dtn4j.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Gaussian noise on f(x) before g, so that g learns to draw what embeddings near each other have in common.
 *
 * @param deviations of each element, (dimension)
 * @param least the noise of an image is multiplied by a random number from this one to 1
 */
record CodeNoise(Tensor deviations, double least) implements AutoCloseable {
    /**
     * Prepares noise.
     *
     * @param deviation of elements that say who or what it is
     * @param visibleDeviation of the last {@code visible} elements
     */
    static CodeNoise of(int dimension, int visible, double deviation, double visibleDeviation, double least) {
        float[] deviations = new float[dimension];
        Arrays.fill(deviations, 0, dimension - visible, (float) deviation);
        Arrays.fill(deviations, dimension - visible, dimension, (float) visibleDeviation);
        try (PointerScope scope = new PointerScope()) {
            return new CodeNoise(Tensors.of(deviations, 1, dimension).retainReference(), least);
        }
    }

    /**
     * (N, dimension) to the same, with random numbers of libtorch's generator.
     *
     * @param batches how many batches they are of, one behind the other
     * @param shard which rows of each they are
     */
    Tensor apply(Tensor codes, int batches, BatchShard shard) {
        Tensor noise = shard.normal(codes, batches).mul(deviations);
        if (least == 1) {
            return codes.add(noise);
        }
        Tensor strength =
                shard.uniform(codes.size(0), batches).mul(new Scalar(1 - least)).add(new Scalar(least));
        return codes.add(noise.mul(strength));
    }

    @Override
    public void close() {
        deviations.releaseReference();
    }
}

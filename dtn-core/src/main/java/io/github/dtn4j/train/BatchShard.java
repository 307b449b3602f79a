package io.github.dtn4j.train;

import io.github.dtn4j.torch.Devices;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The rows of a batch that this rank works on: every W-th of them, from its rank on, so that each has its part of whatever only
 * the first rows of a batch go through. Random numbers are drawn for the whole batch on each rank, which takes those of its
 * rows: which process works on an image changes nothing but rounding.
 */
record BatchShard(ProcessGroup group) {
    static final BatchShard ALL = new BatchShard(ProcessGroup.ONE);

    /** How many of the first {@code rows} rows are this rank's. */
    int of(int rows) {
        return (rows - group.rank() + group.size() - 1) / group.size();
    }

    /** This rank's part of the items of a batch. */
    long[] of(long[] items) {
        long[] own = new long[of(items.length)];
        for (int i = 0; i < own.length; i++) {
            own[i] = items[group.rank() + i * group.size()];
        }
        return own;
    }

    /** The same where each item has {@code width} numbers. */
    float[] of(float[] numbers, int width) {
        float[] own = new float[of(numbers.length / width) * width];
        for (int i = 0; i * width < own.length; i++) {
            System.arraycopy(numbers, (group.rank() + i * group.size()) * width, own, i * width, width);
        }
        return own;
    }

    /** This rank's rows of a tensor for a whole batch. */
    Tensor of(Tensor batch) {
        return alone() ? batch : batch.slice(0, new LongOptional(group.rank()), new LongOptional(), group.size());
    }

    /**
     * Normally distributed numbers for rows of this rank.
     *
     * @param rows which they are for; their shape and memory format are taken over
     * @param batches how many batches they are of, one behind the other
     */
    Tensor normal(Tensor rows, int batches) {
        if (alone()) {
            return Devices.noiseLike(rows);
        }
        Tensor like = torch.empty_like(rows);
        long[] shape = like.shape();
        long[] strides = new long[shape.length];
        for (int i = 1; i < strides.length; i++) {
            strides[i] = like.stride(i);
        }
        strides[0] = like.numel() / shape[0]; // rows follow each other in either format
        shape[0] *= group.size();
        Tensor numbers = torch.empty_strided(shape, strides);
        numbers.normal_(0, 1, new GeneratorOptional());
        return Devices.moved(ofEach(numbers, batches));
    }

    /** Numbers from 0 to 1, (N, 1), likewise. */
    Tensor uniform(long rows, int batches) {
        return Devices.moved(ofEach(torch.rand(rows * group.size(), 1), batches));
    }

    /** Of each of several batches that lie one behind the other. */
    private Tensor ofEach(Tensor all, int batches) {
        if (alone()) {
            return all;
        }
        long each = all.size(0) / batches;
        Tensor[] parts = new Tensor[batches];
        for (int i = 0; i < batches; i++) {
            parts[i] = of(all.narrow(0, i * each, each));
        }
        return Tensors.concatenate(parts);
    }

    private boolean alone() {
        return group.size() == 1;
    }
}

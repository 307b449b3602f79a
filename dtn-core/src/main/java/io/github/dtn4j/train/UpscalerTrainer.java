package io.github.dtn4j.train;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.model.Upscaler;
import io.github.dtn4j.recipe.UpscalerSpec;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains an {@link Upscaler} on drawings at the large size: pieces of them are reduced by area, spoiled, and to be drawn again
 * as they were. The loss is L1 on pixels and on the differences between neighbours. Everything drawn at random is a function
 * of the seed and the step.
 */
public final class UpscalerTrainer implements AutoCloseable {
    private static final int FACTOR = UpscalerSpec.FACTOR;
    private static final long ROWS = 2;
    private static final long COLUMNS = 3;

    private final UpscalerSpec spec;
    private final long seed;
    private final Upscaler upscaler;
    private final ImageBatches batches;
    private final ShuffledOrder order;
    private final ImageDegrader spoiler;
    private final Optimizer optimizer;
    private long step;

    /**
     * Prepares to train {@code upscaler}, which stays the caller's.
     *
     * @param images RGB drawings of {@code spec.size()} squared
     */
    public UpscalerTrainer(UpscalerSpec spec, long seed, Upscaler upscaler, ImageSet images) {
        this.spec = spec;
        this.seed = seed;
        this.upscaler = upscaler;
        batches = new ImageBatches(images, spec.batch());
        order = new ShuffledOrder(seed, "upscaler", images.count());
        spoiler = new ImageDegrader(spec);
        optimizer = Optimizer.of(spec.optimizer(), upscaler.weights());
    }

    /** Steps made so far. */
    public long step() {
        return step;
    }

    /** One step on the next batch; returns its loss. */
    public double train() {
        try (PointerScope scope = new PointerScope()) {
            Native.seed(Seeds.mix(seed, "upscaler-noise", step));
            SplittableRandom random = Seeds.at(seed, "upscaler-spoil", step);
            long[] indices = indices(step);
            Tensor whole = batches.get(indices); // (N, 3, size, size)
            Tensor reduced = reduced(whole);
            batches.announce(indices(step + 1));
            Places places = Places.random(random, indices.length, spec.size() / FACTOR - spec.crop() + 1);
            Tensor large = places.cut(whole, FACTOR, spec.crop()); // (N, 3, 4 * crop, 4 * crop)
            Tensor small = spoiler.apply(places.cut(reduced, 1, spec.crop()), random); // (N, 3, crop, crop)
            Tensor loss = loss(upscaler.forward(small), large);
            upscaler.weights().clearGradients();
            loss.backward();
            optimizer.update(spec.optimizer().schedule().factorAt(step, spec.steps()));
            step++;
            return loss.item_float();
        }
    }

    private long[] indices(long step) {
        return order.at(step * spec.batch(), spec.batch());
    }

    /** Where a piece is cut out of each image, in pixels of the small one. */
    private record Places(List<Integer> tops, List<Integer> lefts) {
        static Places random(SplittableRandom random, int count, int room) {
            List<Integer> tops = new ArrayList<>();
            List<Integer> lefts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tops.add(random.nextInt(room));
                lefts.add(random.nextInt(room));
            }
            return new Places(tops, lefts);
        }

        /** (N, C, H, W) to (N, C, factor * crop, factor * crop). */
        Tensor cut(Tensor images, long factor, long crop) {
            Tensor[] pieces = new Tensor[tops.size()];
            for (int i = 0; i < pieces.length; i++) {
                pieces[i] = Tensors.rows(images, i, i + 1L)
                        .narrow(ROWS, tops.get(i) * factor, crop * factor)
                        .narrow(COLUMNS, lefts.get(i) * factor, crop * factor);
            }
            return Tensors.channelsLast(Tensors.concatenate(pieces));
        }
    }

    private static Tensor reduced(Tensor images) {
        return torch.avg_pool2d(images, new long[] {FACTOR, FACTOR});
    }

    private Tensor loss(Tensor drawn, Tensor wanted) {
        Tensor error = drawn.sub(wanted);
        Tensor edges = steps(error, ROWS).add(steps(error, COLUMNS));
        return error.abs().mean().add(edges, new Scalar(spec.edgeWeight()));
    }

    /** The mean size of the differences between neighbours; the difference of errors is the error of differences. */
    private static Tensor steps(Tensor error, long dimension) {
        long length = error.size(dimension) - 1;
        return error.narrow(dimension, 1, length)
                .sub(error.narrow(dimension, 0, length))
                .abs()
                .mean();
    }

    /** Adds all that a resume needs to {@code destination}. */
    public void save(Map<String, Tensor> destination) {
        upscaler.weights().save(destination, "upscaler.");
        optimizer.save(destination, "optimizer.upscaler.");
        destination.put("step", Tensors.of(step));
    }

    /**
     * Goes on where {@link #save} stopped.
     *
     * @throws DtnException if {@code source} is of another network, or does not tell the step
     */
    public void load(Map<String, Tensor> source) {
        Tensor steps = source.get("step");
        if (steps == null || steps.numel() != 1) {
            throw DtnException.failure("the upscaler's state does not tell how many steps were made; remove it");
        }
        upscaler.weights().load(source, "upscaler.");
        optimizer.load(source, "optimizer.upscaler.");
        step = Tensors.toLongs(steps)[0];
    }

    @Override
    public void close() {
        optimizer.close();
    }
}

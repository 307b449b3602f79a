package io.github.dtn4j.train;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a run: for S only embeddings, for T embeddings and pixels, and pixels of both where g draws from images; which
 * ones is a function of seed and step.
 */
public final class Batches {
    private static final int SAMPLE = 2000;
    private static final int SAMPLED_IMAGES = 500; // through an encoder, whose maps take 1 MB an image

    private final Embeddings source;
    private final @Nullable ImageSet sourceSet;
    private final @Nullable ImageBatches sourceImages;
    private final Embeddings target;
    private final ImageBatches targetImages;
    private final Visits sourceOrder;
    private final Visits targetOrder;
    private final int size;
    private final BatchShard shard;

    /**
     * Walks over both sets, for a g that draws from f(x).
     *
     * @param source embeddings of S; where they are grouped by class, each class is visited equally often
     * @param target embeddings of {@code targetImages}, in the same order
     * @param size images of each domain in a batch
     */
    public Batches(Embeddings source, Embeddings target, ImageSet targetImages, int size, long seed) {
        this(source, null, target, targetImages, size, seed, ProcessGroup.ONE);
    }

    /**
     * The same, for either kind of g.
     *
     * @param sourceImages the images of {@code source}, in the same order, where g draws from images; else null
     * @param group whose ranks each get a part of every batch of {@code size}
     */
    public Batches(
            Embeddings source,
            @Nullable ImageSet sourceImages,
            Embeddings target,
            ImageSet targetImages,
            int size,
            long seed,
            ProcessGroup group) {
        checkCounts(target, targetImages);
        if (sourceImages != null) {
            checkCounts(source, sourceImages);
        }
        this.source = source;
        this.sourceSet = sourceImages;
        this.sourceImages = sourceImages == null ? null : new ImageBatches(sourceImages, size);
        this.target = target;
        this.targetImages = new ImageBatches(targetImages, size);
        this.sourceOrder = source.classes() == null
                ? new ShuffledOrder(seed, "source", source.count())
                : new BalancedOrder(seed, "source", source.classes());
        this.targetOrder = new ShuffledOrder(seed, "target", target.count());
        this.size = size;
        this.shard = new BatchShard(group);
    }

    private static void checkCounts(Embeddings embeddings, ImageSet images) {
        if (embeddings.count() != images.count()) {
            throw new IllegalArgumentException(
                    "%d embeddings for %d images".formatted(embeddings.count(), images.count()));
        }
    }

    /** The batch of one step; the pixels of the next one are gathered meanwhile. */
    public Batch at(long step) {
        long[] sources = own(sourceOrder, step);
        long[] targets = own(targetOrder, step);
        Tensor code = source.get(sources);
        Tensor real = targetImages.get(targets);
        targetImages.announce(own(targetOrder, step + 1));
        if (sourceImages == null) {
            return new Batch(code, code, target.get(targets), real);
        }
        Tensor images = sourceImages.get(sources);
        sourceImages.announce(own(sourceOrder, step + 1));
        return new Batch(code, images, Tensors.withChannels(real, images.size(1)), real);
    }

    /** The items of this process in the batch of one step. */
    private long[] own(Visits order, long step) {
        return shard.of(order.at(step * size, size));
    }

    /** The rows of each batch that this rank works on. */
    BatchShard shard() {
        return shard;
    }

    /** What g draws the first images of S that are visited from: at most 2,000 embeddings, or 500 images. */
    Tensor sourceSample() {
        if (sourceSet == null) {
            return source.get(sourceOrder.at(0, Math.min(SAMPLE, source.count())));
        }
        int count = Math.min(SAMPLED_IMAGES, source.count());
        return new ImageBatches(sourceSet, count).get(sourceOrder.at(0, count));
    }

    /** Mean standard deviation of the elements of f(s). */
    double sourceSpread() {
        try (PointerScope scope = new PointerScope()) {
            return source.codes().std(new long[] {0}, true, false).mean().item_float();
        }
    }
}

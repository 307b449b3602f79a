package io.github.dtn4j.train;

import io.github.dtn4j.data.ImageSet;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** The batches of a run: for S only embeddings, for T embeddings and pixels; which ones is a function of seed and step. */
public final class Batches {
    private static final int SAMPLE = 2000;

    private final Embeddings source;
    private final Embeddings target;
    private final ImageBatches targetImages;
    private final Visits sourceOrder;
    private final Visits targetOrder;
    private final int size;

    /**
     * Walks over both sets.
     *
     * @param source embeddings of S; where they are grouped by class, each class is visited equally often
     * @param target embeddings of {@code targetImages}, in the same order
     * @param size images of each domain in a batch
     */
    public Batches(Embeddings source, Embeddings target, ImageSet targetImages, int size, long seed) {
        if (target.count() != targetImages.count()) {
            throw new IllegalArgumentException(
                    "%d embeddings for %d images".formatted(target.count(), targetImages.count()));
        }
        this.source = source;
        this.target = target;
        this.targetImages = new ImageBatches(targetImages, size);
        this.sourceOrder = source.classes() == null
                ? new ShuffledOrder(seed, "source", source.count())
                : new BalancedOrder(seed, "source", source.classes());
        this.targetOrder = new ShuffledOrder(seed, "target", target.count());
        this.size = size;
    }

    /** The batch of one step; the pixels of the next one are gathered meanwhile. */
    public Batch at(long step) {
        long[] targets = targetOrder.at(step * size, size);
        Batch batch = new Batch(
                source.get(sourceOrder.at(step * size, size)), target.get(targets), targetImages.get(targets));
        targetImages.announce(targetOrder.at((step + 1) * size, size));
        return batch;
    }

    /** The first embeddings of S that are visited, (N, dimension), at most 2,000. */
    Tensor sourceSample() {
        return source.get(sourceOrder.at(0, Math.min(SAMPLE, source.count())));
    }

    /** Mean standard deviation of the elements of f(s). */
    double sourceSpread() {
        try (PointerScope scope = new PointerScope()) {
            return source.codes().std(new long[] {0}, true, false).mean().item_float();
        }
    }
}

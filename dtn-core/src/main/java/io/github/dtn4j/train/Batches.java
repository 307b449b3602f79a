package io.github.dtn4j.train;

import io.github.dtn4j.data.ImageSet;

/** The batches of a run: for S only embeddings, for T embeddings and pixels; which ones is a function of seed and step. */
public final class Batches {
    private final Embeddings source;
    private final Embeddings target;
    private final ImageBatches targetImages;
    private final ShuffledOrder sourceOrder;
    private final ShuffledOrder targetOrder;
    private final int size;

    /**
     * Walks over both sets.
     *
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
        this.sourceOrder = new ShuffledOrder(seed, "source", source.count());
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
}

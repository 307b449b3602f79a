package io.github.dtn4j.train;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.CodeSet;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.model.Alignment;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.ComposedEncoder;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.torch.Devices;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * f(x) of every image of a set. f is frozen, so each is computed once, and training needs no pixels of S, unless g draws from
 * them.
 *
 * @param codes (count, dimension)
 * @param classes the class of each image that is to count the same as any other, or null where nobody asked
 */
@SuppressWarnings("ArrayRecordComponent") // one row of numbers beside the tensor, never changed
public record Embeddings(Tensor codes, int @Nullable [] classes) implements AutoCloseable {
    private static final int BATCH = 250;
    private static final int ROWS_AT_ONCE = 10_000;

    /** Embeds all images of a set. */
    public static Embeddings of(Encoder encoder, ImageSet images, Progress progress) {
        return of(encoder, images, progress, ProcessGroup.ONE);
    }

    /** The same, each rank of {@code group} embedding its part of the images; all get the same bits. */
    public static Embeddings of(Encoder encoder, ImageSet images, Progress progress, ProcessGroup group) {
        Tensor codes = Devices.moved(torch.zeros(images.count(), encoder.dimension()));
        ByteBuffer pixels = ByteBuffer.allocateDirect(BATCH * images.imageBytes());
        int own = group.size() == 1 ? images.count() : images.count() - 1; // the last one is that of the slowest rank
        try (NoGradGuard guard = new NoGradGuard()) {
            for (int from = group.rank() * BATCH; from < images.count(); from += group.size() * BATCH) {
                int to = Math.min(from + BATCH, images.count());
                try (PointerScope scope = new PointerScope()) {
                    pixels.clear();
                    for (int i = from; i < to; i++) {
                        images.copyTo(i, pixels);
                    }
                    Tensor batch =
                            Tensors.images(pixels, to - from, images.height(), images.width(), images.channels());
                    Tensors.rows(codes, from, to).copy_(encoder.forward(batch));
                }
                // The others are as far as this one, about.
                progress.update(Math.min(from + (group.size() - group.rank()) * BATCH, own), images.count());
            }
        }
        if (group.size() > 1) {
            group.await(() -> progress.update(own, images.count())); // an exchange has less patience than this takes
            addOthers(codes, group);
            progress.update(images.count(), images.count());
        }
        return new Embeddings(codes.retainReference(), null);
    }

    /** What other ranks embedded is 0 here. */
    private static void addOthers(Tensor codes, ProcessGroup group) {
        long count = codes.size(0);
        for (long from = 0; from < count; from += ROWS_AT_ONCE) {
            try (PointerScope scope = new PointerScope()) {
                group.sum(Tensors.rows(codes, from, Math.min(count, from + ROWS_AT_ONCE)));
            }
        }
    }

    /**
     * Embeds all images of a set of faces whose identities were embedded when it was prepared; what else f says is read from the
     * images.
     *
     * @param identities of the whole file behind {@code images}, in its order
     * @throws DtnException if they belong to another set or another encoder
     */
    public static Embeddings of(
            Encoder encoder, ImageSet images, CodeSet identities, Progress progress, ProcessGroup group) {
        int dimension = encoder.dimension() - encoder.visible();
        if (identities.count() != images.countInFile() || identities.dimension() != dimension) {
            throw DtnException.failure(
                    "%s has %d codes of %d numbers, but there are %d images in %s and f gives %d numbers; prepare the faces again"
                            .formatted(
                                    identities.file(),
                                    identities.count(),
                                    identities.dimension(),
                                    images.countInFile(),
                                    images.file(),
                                    dimension));
        }
        Tensor codes = Devices.moved(torch.empty(images.count(), dimension));
        for (int from = 0; from < images.count(); from += ROWS_AT_ONCE) {
            int to = Math.min(images.count(), from + ROWS_AT_ONCE);
            try (PointerScope scope = new PointerScope()) {
                float[] rows = new float[(to - from) * dimension];
                for (int i = from; i < to; i++) {
                    System.arraycopy(identities.code(images.position(i)), 0, rows, (i - from) * dimension, dimension);
                }
                Tensors.rows(codes, from, to).copy_(Tensors.of(rows, to - from, dimension));
            }
        }
        Embeddings known = new Embeddings(codes.retainReference(), null);
        return encoder instanceof ComposedEncoder composed
                ? known.followedBy(of(composed.visibles(), images, progress, group))
                : known;
    }

    /** The elements of both, one behind the other; neither may be used any more. */
    private Embeddings followedBy(Embeddings others) {
        try (Embeddings first = this;
                Embeddings second = others;
                PointerScope scope = new PointerScope()) {
            return new Embeddings(
                    torch.cat(new TensorVector(first.codes, second.codes), 1).retainReference(), null);
        }
    }

    /**
     * The same embeddings with the classes that {@code classifier} sees in them, but for {@linkplain RareClasses rare ones}; this
     * one must not be used any more.
     *
     * @param group whose rank 0 decides: on an unlike processor a close call may come out otherwise, and the ranks would visit the
     *     images in different orders
     */
    public Embeddings classified(Classifier classifier, ProcessGroup group) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor seen = classifier.head(codes).argmax(new LongOptional(1), false);
            group.broadcast(seen);
            int[] classes = Arrays.stream(Tensors.toLongs(seen))
                    .mapToInt(Math::toIntExact)
                    .toArray();
            return new Embeddings(codes, RareClasses.dissolved(classes));
        }
    }

    /** How much each image counts, (N), of sum 1: where classes are known, each class counts the same. */
    public Tensor shares() {
        return Tensors.of(weights(), count());
    }

    private float[] weights() {
        float[] weights = new float[count()];
        Arrays.fill(weights, 1f / weights.length);
        if (classes != null) {
            int[] members = new int[Arrays.stream(classes).max().orElseThrow() + 1];
            for (int label : classes) {
                members[label]++;
            }
            long present = Arrays.stream(members).filter(n -> n > 0).count();
            for (int i = 0; i < weights.length; i++) {
                weights[i] = 1f / (members[classes[i]] * present);
            }
        }
        return weights;
    }

    /** The embeddings seen from a domain's centre; they overwrite these, which must not be used any more. */
    public Embeddings aligned(Alignment alignment) {
        for (int from = 0; from < count(); from += ROWS_AT_ONCE) { // in parts: an alignment may need much memory a row
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor part = Tensors.rows(codes, from, Math.min(count(), from + ROWS_AT_ONCE));
                part.copy_(alignment.apply(part));
            }
        }
        return this;
    }

    /** How many images are embedded. */
    public int count() {
        return (int) codes.size(0);
    }

    /** The rows with these indices, (N, dimension). */
    Tensor get(long[] indices) {
        return codes.index_select(0, Tensors.of(indices));
    }

    @Override
    public void close() {
        codes.releaseReference();
    }
}

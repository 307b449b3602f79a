package io.github.dtn4j.train;

import io.github.dtn4j.Progress;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * f(x) of every image of a set. f is frozen, so each is computed once, and training needs no pixels of S at all.
 *
 * @param codes (count, dimension)
 */
public record Embeddings(Tensor codes) implements AutoCloseable {
    private static final int BATCH = 250;

    /** Embeds all images of a set. */
    public static Embeddings of(Encoder encoder, ImageSet images, Progress progress) {
        Tensor codes = torch.empty(images.count(), encoder.dimension());
        ByteBuffer pixels = ByteBuffer.allocateDirect(BATCH * images.imageBytes());
        try (NoGradGuard guard = new NoGradGuard()) {
            for (int from = 0; from < images.count(); from += BATCH) {
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
                progress.update(to, images.count());
            }
        }
        return new Embeddings(codes.retainReference());
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

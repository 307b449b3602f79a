package io.github.dtn4j.train;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Gathers images of a set by index, the next batch in the background while the present one is worked on. */
final class ImageBatches {
    private final ImageSet images;
    private ByteBuffer current;
    private ByteBuffer next;
    private long @Nullable [] announced;
    private CompletableFuture<Void> gathering = CompletableFuture.completedFuture(null);

    ImageBatches(ImageSet images, int batch) {
        this.images = images;
        current = buffer(images, batch);
        next = buffer(images, batch);
    }

    private static ByteBuffer buffer(ImageSet images, int batch) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(batch, images.imageBytes()))
                .order(ByteOrder.nativeOrder());
    }

    /** Begins to gather the images that are going to be asked for next. */
    void announce(long[] indices) {
        announced = indices;
        ByteBuffer destination = next;
        gathering = CompletableFuture.runAsync(() -> gather(indices, destination));
    }

    /** These images as (N, C, H, W) in [-1, 1]. */
    Tensor get(long[] indices) {
        gathering.join();
        if (Arrays.equals(indices, announced)) {
            ByteBuffer filled = next;
            next = current;
            current = filled;
        } else {
            gather(indices, current);
        }
        announced = null;
        return Tensors.images(current, indices.length, images.height(), images.width(), images.channels());
    }

    private void gather(long[] indices, ByteBuffer destination) {
        destination.clear();
        for (long index : indices) {
            images.copyTo((int) index, destination);
        }
    }
}

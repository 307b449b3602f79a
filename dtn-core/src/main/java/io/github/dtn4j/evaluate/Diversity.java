package io.github.dtn4j.evaluate;

import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Distances between the images of one set, in pixels. */
final class Diversity {
    private static final int SIDE = 32; // larger images are reduced to it
    private static final int BATCH = 100;

    private Diversity() {}

    /**
     * The median over all images of the distance to the nearest other one, root mean square over pixels from -1 to 1. It depends on
     * the number of images, so that only sets of one size can be compared. Images above 32 pixels are averaged down to 32.
     *
     * @param images 2 or more of one shape
     * @return at least 0
     */
    static double nearest(List<Pixels> images) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor[] parts = new Tensor[(images.size() + BATCH - 1) / BATCH];
            for (int part = 0; part < parts.length; part++) {
                parts[part] = rows(images.subList(part * BATCH, Math.min(images.size(), (part + 1) * BATCH)));
            }
            Tensor rows = Tensors.concatenate(parts); // (N, H * W * C)
            Tensor distances = torch.cdist(rows, rows, 2, new LongOptional()); // (N, N)
            distances.fill_diagonal_(new Scalar(Float.MAX_VALUE));
            float[] nearest = Tensors.toArray(distances.amin(new long[] {1}, false));
            Arrays.sort(nearest);
            int middle = nearest.length / 2;
            double median = nearest.length % 2 == 1 ? nearest[middle] : (nearest[middle - 1] + nearest[middle]) / 2.0;
            return median / Math.sqrt(rows.size(1));
        }
    }

    private static Tensor rows(List<Pixels> images) {
        Pixels first = images.get(0);
        ByteBuffer pixels = ByteBuffer.allocateDirect(images.size() * first.data().length);
        images.forEach(image -> pixels.put(image.data()));
        Tensor batch = Tensors.images(pixels, images.size(), first.height(), first.width(), first.channels());
        boolean large = first.height() > SIDE || first.width() > SIDE;
        return (large ? torch.adaptive_avg_pool2d(batch, SIDE, SIDE) : batch)
                .contiguous()
                .flatten(1, 3);
    }
}

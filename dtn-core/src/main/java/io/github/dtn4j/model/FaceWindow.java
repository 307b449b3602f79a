package io.github.dtn4j.model;

import io.github.dtn4j.model.Graph.Operation;
import io.github.dtn4j.recipe.EncoderSpec;
import io.github.dtn4j.recipe.FaceView;
import io.github.dtn4j.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The part of an image that f looks at, so that eyes, mouth and chin lie in the same places whatever the domain: all of an
 * aligned photo, and of a drawing what is left of it when its eyes are brought to where a photo has them.
 *
 * @param left share of the width, 0 at the left border
 * @param top share of the height, 0 at the upper border
 * @param right as {@code left}
 * @param bottom as {@code top}; beyond 1 the border is repeated
 */
record FaceWindow(double left, double top, double right, double bottom) {
    static final FaceWindow WHOLE = new FaceWindow(0, 0, 1, 1);

    private static final long BILINEAR = 0;
    private static final long BORDER = 1;

    /** The part of an image of T: the one that the recipe names, else that of the view. */
    static FaceWindow ofTarget(EncoderSpec spec) {
        List<Double> sides = spec.targetWindow();
        return sides.isEmpty()
                ? of(spec.targetView())
                : new FaceWindow(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
    }

    static FaceWindow of(FaceView view) {
        return switch (view) {
            case PHOTO -> WHOLE;
            // The median eyes and chin of the cartoon faces come to lie on those of the median aligned photo.
            case DRAWING -> new FaceWindow(0.065, 0.20, 0.935, 1.045);
        };
    }

    /** What is seen, scaled bilinearly: (N, C, H, W) to (N, C, side, side). Differentiable. */
    Tensor look(Tensor images, int side) {
        if (images.size(2) == side && images.size(3) == side && equals(WHOLE)) {
            return images;
        }
        float[] map = { // from output to input coordinates, both from -1 to 1
            (float) (right - left), 0, (float) (left + right - 1), 0, (float) (bottom - top), (float) (top + bottom - 1)
        };
        Tensor grid = Tensors.affineGrid(map, images.size(0), images.size(1), side, side);
        return Tensors.channelsLast(torch.grid_sampler_2d(images, grid, BILINEAR, BORDER, false));
    }

    /** Tells a graph what {@link #look} computes at images of {@code from * from} pixels. */
    String describe(Graph graph, String name, String images, int from, int side) {
        if (from == side && equals(WHOLE)) {
            return images;
        }
        Tensor rows = weights(top, bottom, from, side);
        Tensor columns = weights(left, right, from, side).t().contiguous();
        String high = graph.apply(Operation.MATRIX_PRODUCT, graph.constant(name + ".rows", rows), images);
        return graph.apply(Operation.MATRIX_PRODUCT, high, graph.constant(name + ".columns", columns));
    }

    /** What each pixel along one side is made of: (side, from), two weights of sum 1 a row. */
    private static Tensor weights(double begin, double end, int from, int side) {
        float[] weights = new float[side * from];
        for (int i = 0; i < side; i++) {
            double place = Math.min(from - 1, Math.max(0, (begin + (end - begin) * (i + 0.5) / side) * from - 0.5));
            int below = Math.min((int) place, from - 1);
            int above = Math.min(below + 1, from - 1);
            weights[i * from + below] += (float) (1 - (place - below));
            weights[i * from + above] += (float) (place - below);
        }
        return Tensors.of(weights, side, from);
    }
}

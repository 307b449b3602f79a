package io.github.dtn4j.model;

import io.github.dtn4j.recipe.FaceView;
import io.github.dtn4j.torch.Tensors;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What is visible in a face, in numbers: mean colours of fixed regions of the aligned crop, and how strong the edges in them
 * are. Frozen and differentiable; it has no trained weights.
 */
public final class RegionEncoder implements Encoder {
    private static final int SIDE = 64;
    private static final float[][] LUMA_RED_YELLOW = {
        {0.299f, 0.587f, 0.114f}, // luma, BT.601
        {1, -1, 0}, // red against green
        {0.5f, 0.5f, -1} // yellow against blue
    };

    private final FaceWindow window;
    private final Tensor colours; // (3, 3, 1, 1)
    private final Tensor regions; // (5 * SIDE * SIDE, dimension)

    /** Looks at faces as they lie in one domain. */
    public RegionEncoder(FaceView view) {
        window = FaceWindow.of(view);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            float[] matrix = new float[9];
            for (int i = 0; i < 9; i++) {
                matrix[i] = LUMA_RED_YELLOW[i / 3][i % 3] / 2; // differences of 1 from black to white, not of 2
            }
            colours = Tensors.of(matrix, 3, 3, 1, 1).retainReference();
            List<FaceTrait> traits = FaceTrait.all();
            float[] weights = new float[FaceTrait.MAPS * SIDE * SIDE * traits.size()];
            for (int i = 0; i < traits.size(); i++) {
                traits.get(i).draw(weights, i, traits.size(), SIDE);
            }
            regions = Tensors.of(weights, (long) FaceTrait.MAPS * SIDE * SIDE, traits.size())
                    .retainReference();
        }
    }

    @Override
    public int dimension() {
        return (int) regions.size(1);
    }

    @Override
    public int visible() {
        return dimension();
    }

    /**
     * Looks at faces.
     *
     * @param images (N, 3, H, W) in [-1, 1]
     * @return (N, dimension)
     */
    @Override
    public Tensor forward(Tensor images) {
        Tensor seen = window.look(images, SIDE); // (N, 3, SIDE, SIDE)
        Tensor colour = new Convolution(colours, null, 1, 0).forward(seen);
        Tensor luma = colour.narrow(1, 0, 1);
        Tensor maps = torch.cat(new TensorVector(colour, edges(luma, 3), edges(luma, 2)), 1); // (N, 5, SIDE, SIDE)
        return maps.contiguous().flatten(1, -1).mm(regions);
    }

    /** How much neighbours along a dimension differ; 0 at the far border, which has no neighbour. */
    private static Tensor edges(Tensor luma, long dimension) {
        Tensor here = luma.narrow(dimension, 0, SIDE - 1);
        Tensor next = luma.narrow(dimension, 1, SIDE - 1);
        long[] pad = dimension == 3 ? new long[] {0, 1} : new long[] {0, 0, 0, 1};
        // The absolute value has no slope at 0, where flat regions lie.
        return torch.constant_pad_nd(
                next.sub(here).square().add(new Scalar(1e-6)).sqrt(), pad, new Scalar(0));
    }

    @Override
    public void close() {
        colours.releaseReference();
        regions.releaseReference();
    }
}

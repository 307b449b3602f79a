package io.github.dtn4j.model;

import io.github.dtn4j.recipe.FaceView;
import io.github.dtn4j.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What is visible in a face, as numbers: the colours of skin and hair, long hair, a fringe, a beard, glasses, an open mouth;
 * each from colours pooled over fixed regions of the crop. It has no trained weights, is differentiable, and takes what it
 * gives for a hint, not for the truth: shade darkens skin, a cap counts as hair.
 *
 * <p>Some traits are read differently in the two views, since a drawing has a white ground and outlines; only their order among
 * the images of one domain counts.
 */
public final class TraitEncoder implements Encoder {
    static final int SIDE = 64;
    private static final float[] COLOURS = {
        0.299f,
        0.587f,
        0.114f, // luma, BT.601
        1,
        -1,
        0, // red against green
        0.5f,
        0.5f,
        -1 // yellow against blue
    };
    static final double HAIR_SPREAD = 0.12; // of the colour of one head's hair
    static final double PAPER_SPREAD = 0.1; // of the white ground of a drawing
    static final double TINY = 1e-4; // keeps square roots and their slopes finite

    private final FaceView view;
    private final FaceRegions regions;
    private final Convolution colours;
    private final Tensor paper; // (1, 3, 1, 1): white

    /** Reads faces as they lie in one domain. */
    public TraitEncoder(FaceView view) {
        this.view = view;
        regions = FaceRegions.of(view);
        try (PointerScope scope = new PointerScope()) {
            Tensor matrix = Tensors.of(COLOURS, 3, 3, 1, 1);
            Tensor white = Tensors.of(new float[] {1, 0, 0}, 1, 3, 1, 1);
            colours = new Convolution(matrix.retainReference(), null, 1, 0);
            paper = white.retainReference();
        }
    }

    @Override
    public int dimension() {
        return FaceTrait.values().length;
    }

    @Override
    public int visible() {
        return dimension();
    }

    /**
     * Reads faces.
     *
     * @param images (N, 3, H, W) in [-1, 1]; larger ones than 64 x 64 are reduced first
     * @return (N, dimension), in the order of {@link FaceTrait}
     */
    @Override
    public Tensor forward(Tensor images) {
        boolean small = images.size(2) == SIDE && images.size(3) == SIDE;
        Tensor reduced = small ? images : torch.adaptive_avg_pool2d(images, SIDE, SIDE);
        Tensor colour = colours.forward(reduced.add(new Scalar(1)).mul(new Scalar(0.5))); // (N, 3, SIDE, SIDE)
        Tensor skin = regions.leftCheek()
                .mean(colour)
                .add(regions.rightCheek().mean(colour))
                .mul(new Scalar(0.5));
        Tensor hair = hair(colour);
        Tensor skinLuma = luma(skin);
        Tensor hairFromSkin = squaredDistance(hair, skin).add(new Scalar(TINY)).sqrt();
        return torch.cat(
                new TensorVector(
                        skin,
                        hair,
                        hairFromSkin,
                        longHair(colour, hair),
                        skinLuma.sub(luma(regions.forehead().mean(colour))),
                        beard(colour, skinLuma),
                        glasses(colour, skinLuma),
                        skinLuma.sub(luma(regions.mouth().mean(colour)))),
                1);
    }

    @Override
    public String describe(Graph graph, String images, int side) {
        return new TraitGraph(graph, view, colours, images, side).traits();
    }

    private Tensor hair(Tensor colour) {
        return regions.hair().stream()
                .map(patch -> patch.box().mean(colour).mul(new Scalar(patch.share())))
                .reduce(Tensor::add)
                .orElseThrow(); // (N, 3)
    }

    /** How much beside the jaw is hair: of the hair's colour in a photo, of any colour but the paper's in a drawing. */
    private Tensor longHair(Tensor colour, Tensor hair) {
        Tensor sought = view == FaceView.PHOTO ? hair.unsqueeze(2).unsqueeze(3) : paper;
        double spread = view == FaceView.PHOTO ? HAIR_SPREAD : PAPER_SPREAD;
        Tensor left = alike(regions.leftUnderJaw().cut(colour), sought, spread);
        Tensor right = alike(regions.rightUnderJaw().cut(colour), sought, spread);
        // Background seldom looks like hair at both sides.
        return view == FaceView.PHOTO
                ? left.minimum(right)
                : left.add(right).mul(new Scalar(-0.5)).add(new Scalar(1));
    }

    /** Mean over the pixels of a radial function of their distance to a colour, 1 where they have it: (N, 1). */
    private static Tensor alike(Tensor pixels, Tensor sought, double spread) {
        Tensor distance = pixels.sub(sought).square().sum(new long[] {1}, true, null);
        return distance.mul(new Scalar(-1 / (2 * spread * spread))).exp().mean(new long[] {2, 3}, false, null);
    }

    private Tensor beard(Tensor colour, Tensor skinLuma) {
        Tensor chin = skinLuma.sub(luma(regions.chin().mean(colour)));
        Tensor lip = skinLuma.sub(luma(regions.upperLip().mean(colour)));
        Tensor jaws = luma(regions.leftJaw().mean(colour).add(regions.rightJaw().mean(colour)))
                .mul(new Scalar(0.5));
        return chin.add(lip).add(skinLuma.sub(jaws), new Scalar(0.5));
    }

    /** Level edges on the bridge of the nose in a photo, its darkness in a drawing, whose noses have outlines. */
    private Tensor glasses(Tensor colour, Tensor skinLuma) {
        if (view == FaceView.DRAWING) {
            return skinLuma.sub(luma(regions.bridge().mean(colour)));
        }
        Tensor bridge = regions.bridge().cut(colour.narrow(1, 0, 1));
        long rows = bridge.size(2);
        Tensor steps = bridge.narrow(2, 1, rows - 1).sub(bridge.narrow(2, 0, rows - 1));
        return steps.abs().mean(new long[] {2, 3}, false, null);
    }

    private static Tensor luma(Tensor colour) {
        return colour.narrow(1, 0, 1); // (N, 1)
    }

    private static Tensor squaredDistance(Tensor a, Tensor b) {
        return a.sub(b).square().sum(new long[] {1}, true, null); // (N, 1)
    }

    @Override
    public void close() {
        colours.weight().releaseReference();
        paper.releaseReference();
    }
}

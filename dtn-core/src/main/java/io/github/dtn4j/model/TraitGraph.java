package io.github.dtn4j.model;

import io.github.dtn4j.model.FaceRegions.Box;
import io.github.dtn4j.model.Graph.Function;
import io.github.dtn4j.model.Graph.Operation;
import io.github.dtn4j.recipe.FaceView;
import io.github.dtn4j.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** Tells a graph what {@link TraitEncoder} computes, method by method. */
final class TraitGraph {
    private static final int SIDE = TraitEncoder.SIDE;

    private final Graph graph;
    private final FaceView view;
    private final FaceRegions regions;
    private final String colour; // (N, 3, SIDE, SIDE)

    /**
     * Begins with the colours.
     *
     * @param images name of (N, 3, side, side) in [-1, 1]
     */
    TraitGraph(Graph graph, FaceView view, Convolution colours, String images, int side) {
        this.graph = graph;
        this.view = view;
        regions = FaceRegions.of(view);
        String raised = apply(Operation.ADD, side == SIDE ? images : reduced(images, side), graph.number(1));
        colour = colours.describe(graph, "f.colours", scaled(raised, 0.5));
    }

    /** Adaptive average pooling is a matrix on either side. */
    private String reduced(String images, int side) {
        float[] means = new float[SIDE * side];
        for (int i = 0; i < SIDE; i++) {
            int begin = i * side / SIDE;
            int end = ((i + 1) * side + SIDE - 1) / SIDE;
            for (int pixel = begin; pixel < end; pixel++) {
                means[i * side + pixel] = 1f / (end - begin);
            }
        }
        Tensor rows = Tensors.of(means, SIDE, side);
        String high = apply(Operation.MATRIX_PRODUCT, graph.constant("f.reduce.rows", rows), images);
        return apply(
                Operation.MATRIX_PRODUCT,
                high,
                graph.constant("f.reduce.columns", rows.t().contiguous()));
    }

    /** The traits, (N, dimension). */
    String traits() {
        String cheeks = apply(Operation.ADD, mean(regions.leftCheek()), mean(regions.rightCheek()));
        String skin = scaled(cheeks, 0.5);
        String hair = hair();
        String skinLuma = luma(skin);
        String distance = apply(Operation.ADD, squaredDistance(hair, skin), graph.number(TraitEncoder.TINY));
        return graph.concatenate(
                skin,
                hair,
                graph.apply(Function.SQUARE_ROOT, distance),
                longHair(hair),
                darker(skinLuma, regions.forehead()),
                beard(skinLuma),
                glasses(skinLuma),
                darker(skinLuma, regions.mouth()));
    }

    private String hair() {
        return regions.hair().stream()
                .map(patch -> scaled(mean(patch.box()), patch.share()))
                .reduce((a, b) -> apply(Operation.ADD, a, b))
                .orElseThrow();
    }

    private String longHair(String hair) {
        boolean photo = view == FaceView.PHOTO;
        String sought = photo
                ? graph.reshape(hair, -1, 3, 1, 1)
                : graph.constant("f.paper", Tensors.of(new float[] {1, 0, 0}, 1, 3, 1, 1));
        double spread = photo ? TraitEncoder.HAIR_SPREAD : TraitEncoder.PAPER_SPREAD;
        String left = alike(cut(regions.leftUnderJaw()), sought, spread);
        String right = alike(cut(regions.rightUnderJaw()), sought, spread);
        return photo
                ? apply(Operation.MINIMUM, left, right)
                : apply(Operation.ADD, scaled(apply(Operation.ADD, left, right), -0.5), graph.number(1));
    }

    private String alike(String pixels, String sought, double spread) {
        String exponent = scaled(squaredDistance(pixels, sought), -1 / (2 * spread * spread));
        return graph.mean(graph.apply(Function.EXPONENTIAL, exponent), 2, 3);
    }

    private String beard(String skinLuma) {
        String jaws = apply(Operation.ADD, mean(regions.leftJaw()), mean(regions.rightJaw()));
        String beside = apply(Operation.SUBTRACT, skinLuma, scaled(luma(jaws), 0.5));
        String below = apply(Operation.ADD, darker(skinLuma, regions.chin()), darker(skinLuma, regions.upperLip()));
        return apply(Operation.ADD, below, scaled(beside, 0.5));
    }

    private String glasses(String skinLuma) {
        if (view == FaceView.DRAWING) {
            return darker(skinLuma, regions.bridge());
        }
        Box bridge = regions.bridge();
        String pixels = graph.slice(cut(bridge), 1, 0, 1);
        long rows = bridge.rows(SIDE);
        String steps =
                apply(Operation.SUBTRACT, graph.slice(pixels, 2, 1, rows - 1), graph.slice(pixels, 2, 0, rows - 1));
        return graph.mean(graph.apply(Function.ABSOLUTE, steps), 2, 3);
    }

    /** How much darker a region is than the skin, (N, 1). */
    private String darker(String skinLuma, Box region) {
        return apply(Operation.SUBTRACT, skinLuma, luma(mean(region)));
    }

    private String luma(String colours) {
        return graph.slice(colours, 1, 0, 1);
    }

    private String squaredDistance(String a, String b) {
        String difference = apply(Operation.SUBTRACT, a, b);
        return graph.sum(apply(Operation.MULTIPLY, difference, difference), 1);
    }

    private String mean(Box region) {
        return graph.mean(cut(region), 2, 3);
    }

    private String cut(Box region) {
        String columns = graph.slice(colour, 3, region.x(SIDE), region.columns(SIDE));
        return graph.slice(columns, 2, region.y(SIDE), region.rows(SIDE));
    }

    private String scaled(String x, double factor) {
        return apply(Operation.MULTIPLY, x, graph.number(factor));
    }

    private String apply(Operation operation, String x, String y) {
        return graph.apply(operation, x, y);
    }
}

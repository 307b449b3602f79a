package io.github.dtn4j.model;

import io.github.dtn4j.torch.Tensors;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The generator g as transfer uses it, a frozen copy: BatchNorm with its running statistics is an affine map, so it is folded
 * into the layer before it, and activations overwrite what they are given.
 */
public final class FoldedGenerator implements DrawingNetwork {
    private final @Nullable FoldedEncoder stem;
    private final Activations activation;
    private final Projection start;
    private final List<Block> blocks;
    private final TransposedConvolution last;
    private final KeptTensors kept = new KeptTensors();

    /** A transposed convolution with its BatchNorm in it, and where there is one the pointwise convolution likewise. */
    private record Block(TransposedConvolution up, @Nullable Convolution pointwise) {}

    /** Takes over {@code stem}, which is closed with this; the other layers are copied. */
    FoldedGenerator(
            @Nullable FoldedEncoder stem,
            Activations activation,
            Projection start,
            BatchNorm startNorm,
            List<Generator.Block> blocks,
            TransposedConvolution last) {
        this.stem = stem;
        this.activation = activation;
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            this.start = kept.keep(start.fold(startNorm));
            this.blocks = blocks.stream().map(this::fold).toList();
            this.last = kept.keep(last.copy());
        }
    }

    private Block fold(Generator.Block block) {
        return new Block(
                kept.keep(block.up().fold(block.norm())),
                block.pointwise() == null || block.pointwiseNorm() == null
                        ? null
                        : kept.keep(block.pointwise().fold(block.pointwiseNorm())));
    }

    @Override
    public Tensor draw(Tensor input) {
        Tensor x = activation.forward(start.toMaps(stem == null ? input : stem.forward(input)));
        for (Block block : blocks) {
            x = activation.forward(block.up.forward(x));
            if (block.pointwise != null) {
                x = activation.forward(block.pointwise.forward(x));
            }
        }
        return Tensors.channelsLast(torch.tanh_(last.forward(x)));
    }

    @Override
    public String describe(Graph graph, String input) {
        String code = stem == null ? input : stem.describe(graph, "g.stem", input);
        String x = activation.describe(graph, start.describeToMaps(graph, "g.start", code));
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            x = activation.describe(graph, block.up.describe(graph, "g.up" + (i + 1), x));
            if (block.pointwise != null) {
                x = activation.describe(graph, block.pointwise.describe(graph, "g.pointwise" + (i + 1), x));
            }
        }
        return graph.apply(Graph.Function.TANH, last.describe(graph, "g.last", x));
    }

    @Override
    public boolean takesImages() {
        return stem != null;
    }

    @Override
    public void close() {
        if (stem != null) {
            stem.close();
        }
        kept.close();
    }
}

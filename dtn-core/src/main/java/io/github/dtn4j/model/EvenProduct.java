package io.github.dtn4j.model;

import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A matrix product of which every row is computed alike. OpenBLAS adds up a row in one order or another, depending on its place
 * among the others, so that an image would become something else in other company.
 */
final class EvenProduct {
    /** Rows that lie beside each other in the vectors of the processor: a whole number of vectors of any kind. */
    private static final int BLOCK = 16;

    private EvenProduct() {}

    /**
     * A product, and a bias on top of it. While gradients are recorded it is an ordinary, quicker one: training sees each image in
     * ever other company.
     *
     * @param rows (N, in)
     * @param weight (in, out)
     * @param bias (out) or null
     * @return (N, out)
     */
    static Tensor of(Tensor rows, Tensor weight, @Nullable Tensor bias) {
        if (!GradMode.is_enabled()) {
            Tensor product = inBlocks(rows, weight.t());
            if (bias != null) {
                product.add_(bias);
            }
            return product;
        }
        return bias == null ? rows.mm(weight) : torch.addmm(bias, rows, weight, new Scalar(1f), new Scalar(1f));
    }

    private static Tensor inBlocks(Tensor rows, Tensor transposed) {
        long count = rows.size(0);
        Tensor full = torch.constant_pad_nd(rows, 0, 0, 0, Math.floorMod(-count, BLOCK));
        TensorVector blocks = new TensorVector();
        for (long from = 0; from < count; from += BLOCK) {
            blocks.push_back(
                    transposed.mm(full.narrow(0, from, BLOCK).t()).t()); // the first factor's rows are the quick ones
        }
        return torch.cat(blocks, 0).narrow(0, 0, count);
    }
}

package io.github.dtn4j.loss;

import io.github.dtn4j.recipe.VicregSpec;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The three terms of VICReg (Bardes, Ponce, LeCun, ICLR 2022, eq. 1-6) on the projections of two views of the same images,
 * (N, D) each. As in its authors' code, the invariance term is the mean over elements too, and the variance and covariance terms
 * are the sums over both views, the former halved.
 */
public record VicregLoss(VicregSpec weights) {
    private static final double EPSILON = 1e-4; // under the root of the variance, as in the paper

    /** invariance s(a, b) + variance (v(a) + v(b)) / 2 + covariance (c(a) + c(b)), eq. 6; N at least 2. */
    public Tensor of(Tensor a, Tensor b) {
        Tensor spread = missingSpread(a).add(missingSpread(b)).mul(new Scalar(0.5));
        Tensor common = covariance(a).add(covariance(b));
        return torch.mse_loss(a, b)
                .mul(new Scalar(weights.invariance()))
                .add(spread, new Scalar(weights.variance()))
                .add(common, new Scalar(weights.covariance()));
    }

    /** Mean over the elements of how far their standard deviation is below 1: v, eq. 1 and 2. */
    static Tensor missingSpread(Tensor z) {
        Tensor deviation =
                z.var(new long[] {0}, true, false).add(new Scalar(EPSILON)).sqrt();
        return torch.relu(deviation.neg().add(new Scalar(1f))).mean();
    }

    /** Sum of the squared covariances of different elements, over their number: c, eq. 3 and 4. */
    static Tensor covariance(Tensor z) {
        Tensor centred = z.sub(z.mean(new long[] {0}, true, null));
        Tensor matrix = centred.t().mm(centred).mul(new Scalar(1.0 / (z.size(0) - 1)));
        Tensor ofItself = matrix.diagonal(0, 0, 1).square().sum();
        return matrix.square().sum().sub(ofItself).mul(new Scalar(1.0 / z.size(1)));
    }
}

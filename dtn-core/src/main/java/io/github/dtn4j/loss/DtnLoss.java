package io.github.dtn4j.loss;

import io.github.dtn4j.recipe.Distance;
import io.github.dtn4j.recipe.LossWeights;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The terms of the Domain Transfer Network's losses (paper, section 4, eq. 3-7), unweighted means over the batch; the weights
 * are applied where the terms are added up. Logits come from D: (N, 3) in the paper's ternary form, (N, 1) in the binary one.
 */
public final class DtnLoss {
    /** D's classes in the ternary form, paper section 4: D1, D2 and D3. */
    private static final int TRANSFERRED_SOURCE = 0;

    private static final int TRANSFERRED_TARGET = 1;
    private static final int REAL = 2;
    private static final double COSINE_EPSILON = 1e-8;

    private final LossWeights weights;
    private final int visible;

    /** Losses that are weighted and measured as {@code weights} says. */
    public DtnLoss(LossWeights weights) {
        this(weights, 0);
    }

    /**
     * The same for an f that is composed of parts.
     *
     * @param visible how many of the last elements of f(x) say what is visible; they have a distance of their own
     */
    public DtnLoss(LossWeights weights, int visible) {
        this.weights = weights;
        this.visible = visible;
    }

    /** alpha, beta, gamma and the distances. */
    public LossWeights weights() {
        return weights;
    }

    /** -E log D1(G(s)): D's share of eq. 3 for transferred source images. */
    public Tensor discriminatorOnSource(Tensor logitsOfFakeSource) {
        return crossEntropy(logitsOfFakeSource, TRANSFERRED_SOURCE);
    }

    /** -E log D2(G(t)): D's share of eq. 3 for transferred target images. */
    public Tensor discriminatorOnTarget(Tensor logitsOfFakeTarget) {
        return crossEntropy(logitsOfFakeTarget, TRANSFERRED_TARGET);
    }

    /** -E log D3(t): D's share of eq. 3 for real target images. */
    public Tensor discriminatorOnReal(Tensor logitsOfTarget) {
        return crossEntropy(logitsOfTarget, REAL);
    }

    /** -E log D3(G(x)): one half of L_GANG, eq. 4, for transferred images of either domain. */
    public Tensor gang(Tensor logitsOfFake) {
        return crossEntropy(logitsOfFake, REAL);
    }

    /** d(f(s), f(G(s))): L_CONST, eq. 5; both (N, dimension). */
    public Tensor constancy(Tensor sourceCode, Tensor codeOfFakeSource) {
        if (visible == 0) {
            return distance(weights.constDistance(), sourceCode, codeOfFakeSource);
        }
        long identity = sourceCode.size(1) - visible;
        Tensor ofIdentity = distance(
                weights.constDistance(), sourceCode.narrow(1, 0, identity), codeOfFakeSource.narrow(1, 0, identity));
        Tensor ofVisible = distance(
                Distance.MSE, sourceCode.narrow(1, identity, visible), codeOfFakeSource.narrow(1, identity, visible));
        return ofIdentity.add(ofVisible, new Scalar(weights.visibleWeight()));
    }

    /** d2(t, G(t)): L_TID, eq. 6; both (N, C, H, W). */
    public Tensor identity(Tensor target, Tensor fakeTarget) {
        return distance(weights.tidDistance(), target, fakeTarget);
    }

    /**
     * Total variation of G(s) with B = 1, eq. 7: the length of the gradient at each pixel that has a right and a lower
     * neighbour, averaged over pixels and channels where the paper sums, so that gamma does not depend on the image size.
     */
    public Tensor totalVariation(Tensor images) {
        long height = images.size(2);
        long width = images.size(3);
        Tensor here = images.narrow(2, 0, height - 1).narrow(3, 0, width - 1);
        Tensor right = images.narrow(2, 0, height - 1).narrow(3, 1, width - 1).sub(here);
        Tensor below = images.narrow(2, 1, height - 1).narrow(3, 0, width - 1).sub(here);
        // The square root has no slope at 0, where flat regions lie.
        return right.square().add(below.square()).add(new Scalar(1e-8)).sqrt().mean();
    }

    private static Tensor crossEntropy(Tensor logits, int wanted) {
        if (logits.size(1) == 1) { // one logit for "real": sigmoid cross-entropy
            return torch.softplus(wanted == REAL ? logits.neg() : logits).mean();
        }
        return torch.log_softmax(logits, 1).select(1, wanted).mean().neg();
    }

    private static Tensor distance(Distance kind, Tensor a, Tensor b) {
        return switch (kind) {
            case MSE -> torch.mse_loss(a, b);
            case L1 -> torch.l1_loss(a, b);
            case COSINE -> {
                Tensor cosine = torch.cosine_similarity(a.flatten(1, -1), b.flatten(1, -1), 1, COSINE_EPSILON);
                yield cosine.mean().neg().add(new Scalar(1f));
            }
        };
    }
}

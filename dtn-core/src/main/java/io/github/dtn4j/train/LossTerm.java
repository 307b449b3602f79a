package io.github.dtn4j.train;

import io.github.dtn4j.recipe.LossWeights;

/** A term of the losses of a step (paper, eq. 3-7), each an unweighted mean over the batch. */
public enum LossTerm {
    /** L_D, eq. 3. */
    D,
    /** L_GANG, eq. 4: the sum of its half on G(s) and its half on G(t). */
    GANG,
    /** L_CONST, eq. 5. */
    CONST,
    /** L_TID, eq. 6. */
    TID,
    /** L_TV, eq. 7. */
    TV;

    /** The weight of this term in L_G, eq. 4; 0 for L_D, which is no part of it. */
    double weight(LossWeights weights) {
        return switch (this) {
            case D -> 0;
            case GANG -> weights.gangWeight();
            case CONST -> weights.constWeight();
            case TID -> weights.tidWeight();
            case TV -> weights.tvWeight();
        };
    }
}

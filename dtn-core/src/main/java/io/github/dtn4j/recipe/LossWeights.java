package io.github.dtn4j.recipe;

/**
 * The weights of L_G = gangWeight L_GANG + alpha L_CONST + beta L_TID + gamma L_TV (paper, eq. 4).
 *
 * @param gangWeight weight of L_GANG, 1 in the paper
 * @param constWeight alpha: 15 for digits, 100 for faces
 * @param constRise share of the steps in which alpha rises from 0 along a straight line, so that D comes first; 0: none
 * @param visibleWeight weight of the visible part of f(x) in d, beside the identity's 1; it is always compared by MSE
 * @param tidWeight beta: 15 for digits, 1 for faces
 * @param tvWeight gamma: 0 for digits, 0.05 for faces
 * @param constDistance d, between f(x) and f(G(x))
 * @param tidDistance d2, between x and G(x)
 */
public record LossWeights(
        double gangWeight,
        double constWeight,
        double constRise,
        double visibleWeight,
        double tidWeight,
        double tvWeight,
        Distance constDistance,
        Distance tidDistance) {
    public LossWeights {
        Check.notNegative("loss.gangWeight", gangWeight);
        Check.notNegative("loss.constWeight", constWeight);
        Check.fraction("loss.constRise", constRise);
        Check.notNegative("loss.visibleWeight", visibleWeight);
        Check.notNegative("loss.tidWeight", tidWeight);
        Check.notNegative("loss.tvWeight", tvWeight);
    }

    /**
     * The weights of one step.
     *
     * @param step from 0
     * @param steps of the whole run
     */
    public LossWeights at(long step, long steps) {
        double rise = constRise * steps;
        double share = step < rise ? step / rise : 1;
        return new LossWeights(
                gangWeight,
                share * constWeight,
                constRise,
                visibleWeight,
                tidWeight,
                tvWeight,
                constDistance,
                tidDistance);
    }
}

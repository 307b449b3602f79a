package io.github.dtn4j.train;

import io.github.dtn4j.recipe.LossWeights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one step measured: unweighted terms. Where updates alternate, L_D is measured before D's update of this step and L_GANG
 * after it.
 *
 * @param discriminator L_D, eq. 3
 * @param gang L_GANG, the sum of its source and its target half
 * @param constancy L_CONST; 0 where its weight is 0
 * @param identity L_TID; 0 where its weight is 0
 * @param totalVariation L_TV; 0 where its weight is 0
 * @param discriminatorUpdated whether D was updated, or paused by its floor
 * @param generatorUpdated whether g was updated, or paused by D's ceiling
 */
public record Losses(
        double discriminator,
        double gang,
        double constancy,
        double identity,
        double totalVariation,
        boolean discriminatorUpdated,
        boolean generatorUpdated) {

    /** L_G = gangWeight L_GANG + alpha L_CONST + beta L_TID + gamma L_TV, eq. 4. */
    public double generator(LossWeights weights) {
        return weights.gangWeight() * gang
                + weights.constWeight() * constancy
                + weights.tidWeight() * identity
                + weights.tvWeight() * totalVariation;
    }

    /** Whether every term is a number; if not, training has diverged. */
    public boolean finite() {
        return Double.isFinite(discriminator + gang + constancy + identity + totalVariation);
    }

    /** The terms by the names under which they are logged. */
    public Map<String, Double> scalars() {
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("loss/d", discriminator);
        scalars.put("loss/gang", gang);
        scalars.put("loss/const", constancy);
        scalars.put("loss/tid", identity);
        scalars.put("loss/tv", totalVariation);
        return scalars;
    }
}

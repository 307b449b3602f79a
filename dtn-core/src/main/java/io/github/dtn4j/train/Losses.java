package io.github.dtn4j.train;

import io.github.dtn4j.recipe.LossWeights;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The losses of one step. Where updates alternate, L_D is measured before D's update of this step and L_GANG after it.
 *
 * @param terms every term; 0 where its weight is 0
 * @param discriminatorUpdated false where the floor of L_D kept D as it was
 * @param generatorUpdated false where the ceiling of L_D kept g as it was
 */
public record Losses(Map<LossTerm, Double> terms, boolean discriminatorUpdated, boolean generatorUpdated) {
    /** Copies {@code terms}; those that are missing are 0. */
    public Losses {
        Map<LossTerm, Double> all = new EnumMap<>(LossTerm.class);
        for (LossTerm term : LossTerm.values()) {
            all.put(term, terms.getOrDefault(term, 0.0));
        }
        terms = Map.copyOf(all);
    }

    /** The value of a term. */
    public double of(LossTerm term) {
        return terms.getOrDefault(term, 0.0);
    }

    /** L_G = gangWeight L_GANG + alpha L_CONST + beta L_TID + gamma L_TV, eq. 4. */
    public double generator(LossWeights weights) {
        double sum = 0;
        for (LossTerm term : LossTerm.values()) {
            if (term != LossTerm.D) {
                sum += term.weight(weights) * of(term);
            }
        }
        return sum;
    }

    /** True if every term is a finite number; otherwise training has diverged. */
    public boolean finite() {
        return terms.values().stream().allMatch(Double::isFinite);
    }

    /** The terms by the names under which they are logged, such as "loss/tid". */
    public Map<String, Double> scalars() {
        Map<String, Double> scalars = new LinkedHashMap<>();
        for (LossTerm term : LossTerm.values()) {
            scalars.put("loss/" + term.name().toLowerCase(Locale.ROOT), of(term));
        }
        return scalars;
    }
}

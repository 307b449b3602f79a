package io.github.dtn4j.run;

import io.github.dtn4j.train.LossTerm;
import io.github.dtn4j.train.Losses;
import java.util.Locale;
import java.util.Optional;

/**
 * Notices a D that answers all classes with the same probability: with K classes L_D is then 3 ln K and L_GANG 2 ln K (for three
 * classes 3.296 and 2.197), and g learns nothing from it.
 */
final class DeadDiscriminator {
    private static final double TOLERANCE = 0.01;
    private static final int PATIENCE = 5;

    private final double uniform;
    private int seen;

    DeadDiscriminator(int classes) {
        uniform = Math.log(classes);
    }

    /** A warning, once the losses have looked so for several checks in a row; it is given once. */
    Optional<String> check(Losses losses) {
        boolean dead = Math.abs(losses.of(LossTerm.D) - 3 * uniform) < TOLERANCE
                && Math.abs(losses.of(LossTerm.GANG) - 2 * uniform) < TOLERANCE;
        seen = dead ? seen + 1 : 0;
        return seen == PATIENCE
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "warning: D answers uniformly (L_D %.3f, L_GANG %.3f) and teaches g nothing; %s",
                        losses.of(LossTerm.D),
                        losses.of(LossTerm.GANG),
                        losses.discriminatorUpdated()
                                ? "raise train.discriminator.learningRate"
                                : "it rests below its floor: lower train.balance.discriminatorFloor"))
                : Optional.empty();
    }
}

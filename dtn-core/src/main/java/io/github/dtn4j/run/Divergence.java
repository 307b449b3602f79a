package io.github.dtn4j.run;

import io.github.dtn4j.train.Losses;
import java.util.Map;
import java.util.Optional;

/** Notices that a training has run away: its losses are no numbers, or far from any that a training has, or G is constant. */
final class Divergence {
    private static final double SANE = 1e4; // unweighted terms are below 100 where a training works
    private static final int PATIENCE = 3;

    private int constant;

    /** A sign of it in the losses of a step, which all workers of a run see alike. */
    static Optional<String> in(Losses losses) {
        Map<String, Double> terms = losses.scalars();
        boolean sane = losses.finite() && terms.values().stream().allMatch(term -> Math.abs(term) <= SANE);
        return sane ? Optional.empty() : Optional.of(terms.toString());
    }

    /** A sign of it in an evaluation: g has drawn one and the same image of everything, several times in a row. */
    Optional<String> in(Examiner.Report report) {
        constant = report.constant() ? constant + 1 : 0;
        return constant < PATIENCE
                ? Optional.empty()
                : Optional.of("all drawings have been equal for %d evaluations".formatted(constant));
    }
}

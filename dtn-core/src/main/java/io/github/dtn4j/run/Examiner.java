package io.github.dtn4j.run;

import java.util.Map;

/** Measures a model on validation images while it is trained. */
@FunctionalInterface
interface Examiner {
    /** Measures the model as it is now. */
    Report examine();

    /**
     * What was found.
     *
     * @param scalars for the curves, by name
     * @param line the same for people
     */
    record Report(Map<String, Double> scalars, String line) {}
}

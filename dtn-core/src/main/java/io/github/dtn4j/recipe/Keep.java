package io.github.dtn4j.recipe;

/** Which step of a run becomes its model. */
public enum Keep {
    /** The evaluated step whose drawings have the least grain, among those whose meaning is close to the best. */
    CLEANEST,
    /** The last step. */
    LAST
}

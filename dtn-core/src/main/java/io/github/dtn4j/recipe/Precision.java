package io.github.dtn4j.recipe;

/** Of the numbers that networks compute with in training. */
public enum Precision {
    /** 32-bit floating point throughout. */
    FULL,
    /** Forward passes in bfloat16 where libtorch finds that it does no harm; for a GPU. */
    MIXED
}

package io.github.dtn4j.train;

/** An endless order of visits to the items of a set, each addressed by its position alone. */
interface Visits {
    /** The items at {@code count} positions from {@code position} on. */
    long[] at(long position, int count);
}

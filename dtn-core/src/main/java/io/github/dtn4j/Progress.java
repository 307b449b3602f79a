package io.github.dtn4j;

/**
 * Receives how far a long piece of work has come. Implementations return quickly; one that throws ends the work, which leaves no
 * half-written file under the name of a result.
 */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (done, total) -> {};

    /**
     * Called after each finished part of the work, and first of all where the work goes on in its middle.
     *
     * @param done units finished so far, 0 to {@code total}
     * @param total all units, or -1 where it is not known
     */
    void update(long done, long total);
}

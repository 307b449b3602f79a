package io.github.dtn4j.run;

/** The user stopped a run; all that is needed to go on is on the disk. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException(String message) {
        super(message);
    }
}

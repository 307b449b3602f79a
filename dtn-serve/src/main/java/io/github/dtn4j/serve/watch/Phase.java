package io.github.dtn4j.serve.watch;

import java.util.Locale;

/** How far a run has come, as far as its folder tells. */
enum Phase {
    /** There is no folder yet. */
    WAITING("waiting"),
    /** A process works on it, and no step is logged yet. */
    PREPARING("running"),
    /** A process works on it, and steps are logged. */
    TRAINING("running"),
    /** A process works on it, and the last step is logged. */
    FINISHING("running"),
    /** No process works on it, and there is a model. */
    FINISHED("finished"),
    /** No process works on it, and there is no model. */
    STOPPED("stopped"),
    /** It cannot be told whether a process works on it. */
    UNKNOWN("unknown");

    private final String word;

    Phase(String word) {
        this.word = word;
    }

    /** For people. */
    String word() {
        return word;
    }

    /** For programs. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True if a process works on the run. */
    boolean running() {
        return this == PREPARING || this == TRAINING || this == FINISHING;
    }
}

package io.github.dtn4j.experiment;

import io.github.dtn4j.run.Budget;

/** How long the runs that are left will take, from those that were done since the start. */
final class Remaining {
    private final long startNanos = System.nanoTime();
    private int left;
    private int done;

    Remaining(int runs) {
        left = runs;
    }

    void runDone() {
        left--;
        done++;
    }

    /** Such as ", about 1 h 20 min left"; nothing before the first run is done. */
    String text() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return done == 0 ? "" : ", about %s left".formatted(Budget.words(seconds / done * left));
    }
}

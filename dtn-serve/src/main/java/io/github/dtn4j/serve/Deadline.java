package io.github.dtn4j.serve;

import java.time.Duration;

/** A point in time until which something is worth doing. */
record Deadline(long nanos) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean passed() {
        return nanosLeft() <= 0;
    }

    long nanosLeft() {
        return nanos - System.nanoTime();
    }
}

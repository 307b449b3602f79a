package io.github.dtn4j.serve;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An amount of memory that many share; who waits for some of it is served in order. */
final class Budget {
    private static final int UNIT = 1024;

    private final Semaphore units;
    private final int all;

    Budget(long bytes) {
        this.all = units(bytes);
        this.units = new Semaphore(all, true);
    }

    /** Takes bytes if they are there at once; all of them together where more are asked for than there are. */
    boolean take(long bytes) {
        return units.tryAcquire(Math.min(all, units(bytes)));
    }

    /**
     * Takes bytes as soon as they are there.
     *
     * @throws ProblemException if they are not by the deadline
     */
    void await(long bytes, Deadline deadline) {
        try {
            if (!units.tryAcquire(Math.min(all, units(bytes)), deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw Problem.TIMEOUT.with("the service has too much to do; try again in a moment");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.NOT_READY.with("the service is shutting down");
        }
    }

    /** Gives back as many bytes as one call took. */
    void give(long bytes) {
        units.release(Math.min(all, units(bytes)));
    }

    /** Gives back so much of the bytes that one call took that {@code left} of them are left. */
    void giveAllBut(long left, long bytes) {
        units.release(Math.min(all, units(bytes)) - Math.min(all, units(left)));
    }

    private static int units(long bytes) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT));
    }
}

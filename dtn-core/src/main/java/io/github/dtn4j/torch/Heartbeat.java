package io.github.dtn4j.torch;

import java.time.Duration;

/**
 * The sign of life of this rank: a count in the store that grows for as long as the process works, alone or with others. A rank
 * that waits without a limit can tell by it a rank that is busy from one that is gone.
 */
final class Heartbeat {
    private static final int BEATS = 4; // within the time after which a silent rank is given up
    private static final long SLOWEST_MILLIS = 5000;

    private final Thread thread;

    private Heartbeat(Thread thread) {
        this.thread = thread;
    }

    /** Beats until this is stopped, or the store is gone. */
    static Heartbeat start(Rendezvous rendezvous, Duration patience) {
        long millis = Math.min(SLOWEST_MILLIS, patience.toMillis() / BEATS);
        Thread thread = new Thread(() -> beat(rendezvous, millis), "pulse");
        thread.setDaemon(true);
        thread.start();
        return new Heartbeat(thread);
    }

    private static void beat(Rendezvous rendezvous, long millis) {
        try {
            while (true) {
                rendezvous.beat();
                Thread.sleep(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped
        } catch (Rendezvous.BrokenException e) {
            // whoever needs the others notices for itself
        }
    }

    /**
     * Stops.
     *
     * @return whether the store is not touched any more; it still is where it has not answered for so long
     */
    boolean stop(Duration patience) {
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}

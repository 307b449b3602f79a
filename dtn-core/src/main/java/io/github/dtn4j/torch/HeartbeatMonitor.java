package io.github.dtn4j.torch;

import java.time.Duration;
import java.util.Arrays;

/** How long each rank has given no sign of life while one waits for them. */
final class HeartbeatMonitor {
    private final long[] pulses;
    private final long[] heardNanos;
    private final Duration patience;

    HeartbeatMonitor(int ranks, Duration patience, long nowNanos) {
        pulses = new long[ranks];
        heardNanos = new long[ranks];
        Arrays.fill(heardNanos, nowNanos);
        this.patience = patience;
    }

    /**
     * Hears a rank.
     *
     * @param pulse its count of beats
     * @return whether it is to be given up
     */
    boolean tooLong(int rank, long pulse, long nowNanos) {
        if (pulse != pulses[rank]) {
            pulses[rank] = pulse;
            heardNanos[rank] = nowNanos;
        }
        return nowNanos - heardNanos[rank] > patience.toNanos();
    }
}

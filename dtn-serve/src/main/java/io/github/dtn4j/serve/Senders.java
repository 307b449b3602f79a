package io.github.dtn4j.serve;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Who is sending a body: so many at once, and not all of them from one address. Thread-safe. */
final class Senders {
    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> sending = new HashMap<>();
    private int all;

    /** @param mostOfOne of them from the same address */
    Senders(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /**
     * Lets one more send, who is to be told to {@link #leave} afterwards.
     *
     * @throws ProblemException if there is no room
     */
    synchronized void enter(InetAddress address) {
        if (all == most || sending.getOrDefault(RateLimit.key(address), 0) == mostOfOne) {
            throw Problem.BUSY.with("too many requests are being read; try again in a moment");
        }
        sending.merge(RateLimit.key(address), 1, Integer::sum);
        all++;
    }

    synchronized void leave(InetAddress address) {
        sending.computeIfPresent(RateLimit.key(address), (one, count) -> count == 1 ? null : count - 1);
        all--;
    }
}

package io.github.dtn4j.serve;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many requests an address may make: a token bucket each. It remembers the addresses that it saw last, so that its memory
 * is bounded; one that it forgets starts anew.
 */
final class RateLimit {
    private static final int ADDRESSES = 10_000;
    private static final double BURST = 3; // seconds' worth of requests that may come at once
    private static final int NETWORK_BYTES = 8; // of an IPv6 address: one customer has all addresses behind them

    private final double perSecond;
    private final double most;
    private final LongSupplier clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > ADDRESSES;
        }
    };

    private record Bucket(double tokens, long nanos) {}

    /**
     * @param perSecond requests over time; 0: any number
     * @param clock nanoseconds
     */
    RateLimit(double perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.most = Math.max(1, perSecond * BURST);
        this.clock = clock;
    }

    /**
     * Counts a request.
     *
     * @throws ProblemException if there were too many of them
     */
    void check(InetAddress address) {
        if (perSecond > 0 && !take(key(address))) {
            int wait = (int) Math.ceil(1 / perSecond);
            throw new ProblemException(
                    Problem.TOO_MANY_REQUESTS,
                    "more than %s requests a second came from your address; send fewer".formatted(perSecond),
                    wait);
        }
    }

    private synchronized boolean take(String key) {
        long now = clock.getAsLong();
        Bucket bucket = buckets.getOrDefault(key, new Bucket(most, now));
        double tokens = Math.min(most, bucket.tokens() + (now - bucket.nanos()) / 1e9 * perSecond);
        buckets.put(key, new Bucket(tokens >= 1 ? tokens - 1 : tokens, now));
        return tokens >= 1;
    }

    /** Names an address, or the network of one customer. */
    static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}

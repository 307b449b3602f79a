package io.github.dtn4j.serve;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.serve.web.Loopback;
import java.nio.file.Path;
import java.util.List;

/**
 * What is served, and where.
 *
 * @param host the address that is listened at
 * @param port the port, 0 for any free one
 * @param models files of translators, the first being the one that a request gets if it names none
 */
public record ServerSettings(String host, int port, List<Path> models, Limits limits) {
    /** Requests a second that one address may make where others than this machine can connect, unless told otherwise. */
    public static final double RATE = 20;

    /** Checks all values. */
    public ServerSettings {
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw DtnException.usage("there is no model to serve; name one with --model");
        }
        check(port >= 0 && port <= 65_535, "--port %d: expected 0 to 65535".formatted(port));
        check(
                limits.bodyBytes() >= 1 << 20 && limits.bodyBytes() <= 1 << 28,
                "--max-mb %d: expected 1 to 256".formatted(limits.bodyBytes() >> 20));
        check(
                limits.queue() >= 1 && limits.queue() <= 4096,
                "--queue %d: expected 1 to 4096".formatted(limits.queue()));
        check(
                limits.requestsPerSecond() >= 0 && limits.requestsPerSecond() <= 1e6,
                "--rate %s: expected 0 to 1000000".formatted(limits.requestsPerSecond()));
    }

    /** Models served at a port of this machine to this machine only, or at another address to whoever reaches it. */
    public static ServerSettings of(String host, int port, List<Path> models) {
        ServerSettings settings = new ServerSettings(host, port, models, Limits.DEFAULT);
        return settings.loopback() ? settings : settings.withRate(RATE);
    }

    /** The same with another limit for the body of a request. */
    public ServerSettings withMegabytes(int megabytes) {
        return new ServerSettings(host, port, models, limits.withBodyBytes((long) megabytes << 20));
    }

    /** The same with another number of requests that are worked on at once. */
    public ServerSettings withQueue(int requests) {
        return new ServerSettings(host, port, models, limits.withQueue(requests));
    }

    /** The same with another number of requests a second that one address may make, 0 for any number. */
    public ServerSettings withRate(double requestsPerSecond) {
        return new ServerSettings(host, port, models, limits.withRequestsPerSecond(requestsPerSecond));
    }

    /** True if only this machine can connect. */
    boolean loopback() {
        return Loopback.is(host);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw DtnException.usage(message);
        }
    }
}

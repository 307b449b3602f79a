package io.github.dtn4j.serve;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that were meant for another host. A page of the web can have its own name resolve to 127.0.0.1 and so
 * reach a service of this machine through the browser of whoever looks at it (DNS rebinding); the Host header gives it away.
 */
final class HostCheck {
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private HostCheck() {}

    static void loopback(@Nullable String host) {
        if (host == null || !LOOPBACK.matcher(host).matches()) {
            throw Problem.BAD_REQUEST.with(
                    "this service answers to localhost only, and the request names another host");
        }
    }
}

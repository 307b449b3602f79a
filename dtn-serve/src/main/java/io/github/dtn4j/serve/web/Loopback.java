package io.github.dtn4j.serve.web;

import io.github.dtn4j.DtnException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * This machine as it calls itself. A page of the web can have its own name resolve to 127.0.0.1 and so reach a server of this
 * machine through the browser of whoever looks at it (DNS rebinding); the Host header gives it away.
 */
public final class Loopback {
    private static final Pattern NAMES =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private Loopback() {}

    /**
     * True if only this machine can connect to a server that listens there.
     *
     * @param host a name or an address
     * @throws DtnException if there is no such host
     */
    public static boolean is(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw DtnException.usage("--host %s: there is no such address".formatted(host), e);
        }
    }

    /** True if the Host header of a request names this machine, with any port. */
    public static boolean names(@Nullable String header) {
        return header != null && NAMES.matcher(header).matches();
    }
}

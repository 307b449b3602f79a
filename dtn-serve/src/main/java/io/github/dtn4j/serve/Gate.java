package io.github.dtn4j.serve;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a request has to pass before any route sees it. */
final class Gate {
    private final boolean loopback;
    private final RateLimit rate;

    Gate(ServerSettings settings) {
        this.loopback = settings.loopback();
        this.rate = new RateLimit(settings.limits().requestsPerSecond(), System::nanoTime);
    }

    /** @throws ProblemException if it does not pass */
    void check(Context ctx) throws UnknownHostException {
        if (loopback) {
            HostCheck.loopback(ctx.header("Host"));
        }
        if (ctx.method() == HandlerType.POST) { // no header names the address: anybody can write one
            rate.check(InetAddress.getByName(ctx.req().getRemoteAddr()));
        }
    }
}

package io.github.dtn4j.serve;

import io.github.dtn4j.serve.web.Loopback;
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
        if (loopback && !Loopback.names(ctx.header("Host"))) {
            throw Problem.BAD_REQUEST.with(
                    "this service answers to localhost only, and the request names another host");
        }
        if (ctx.method().equals(HandlerType.POST)) { // no header names the address: anybody can write one
            rate.check(InetAddress.getByName(ctx.req().getRemoteAddr()));
        }
    }
}

package io.github.dtn4j.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets requests with a body in: so many at once, each of a type that the route takes, within the limits of its body. */
final class Intake {
    private final Semaphore places;
    private final Senders senders;
    private final BodyReader reader;

    Intake(Limits limits, BodyReader reader) {
        this.places = new Semaphore(limits.queue());
        this.senders = new Senders(limits.senders(), limits.sendersOfOneAddress());
        this.reader = reader;
    }

    /** What is done with a request whose body has arrived. */
    @FunctionalInterface
    interface Work {
        void with(Body body) throws IOException;
    }

    /**
     * Reads the body of a request and works with it. While it is read it takes no place from those that are worked on: who
     * sends slowly holds nobody up.
     *
     * @param what the body is to be, in words
     * @param type whether the route takes a body of a content type
     * @throws ProblemException if there is no place for the request or its body is none that can be taken
     */
    void take(Context ctx, String what, Predicate<String> type, String types, Work work) throws IOException {
        if (!type.test(type(ctx.header("Content-Type")))) {
            throw Problem.UNSUPPORTED_TYPE.with(
                    "send the %s itself as the body, with Content-Type %s".formatted(what, types));
        }
        if (places.availablePermits() == 0) { // said before it is sent, though the place is taken only afterwards
            throw busy();
        }
        try (Body body = read(ctx)) {
            if (body.bytes().length == 0) {
                throw Problem.BAD_REQUEST.with("the body is empty; send the %s itself".formatted(what));
            }
            if (!places.tryAcquire()) {
                throw busy();
            }
            try {
                work.with(body);
            } finally {
                places.release();
            }
        }
    }

    private Body read(Context ctx) throws IOException {
        InetAddress address = InetAddress.getByName(ctx.req().getRemoteAddr());
        senders.enter(address);
        try {
            return reader.read(ctx.req().getInputStream(), ctx.req().getContentLengthLong());
        } finally {
            senders.leave(address);
        }
    }

    private static ProblemException busy() {
        return Problem.BUSY.with("as many requests are being worked on as can; try again in a moment");
    }

    private static String type(@Nullable String header) {
        return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}

package io.github.dtn4j.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets requests with a body in: so many at once, each of a type that the route takes, within the limits of its body. */
final class Intake {
    private final Semaphore places;
    private final BodyReader reader;

    /** @param places requests that are worked on at once */
    Intake(int places, BodyReader reader) {
        this.places = new Semaphore(places);
        this.reader = reader;
    }

    /** What is done with a request whose body has arrived. */
    @FunctionalInterface
    interface Work {
        void with(Body body) throws IOException;
    }

    /**
     * Reads the body of a request and works with it.
     *
     * @param type whether the route takes a body of a content type
     * @throws ProblemException if there is no place for the request or its body is none that can be taken
     */
    void take(Context ctx, Predicate<String> type, String types, Work work) throws IOException {
        if (!places.tryAcquire()) {
            throw Problem.BUSY.with("as many requests are being worked on as can; try again in a moment");
        }
        try {
            if (!type.test(type(ctx.req().getContentType()))) {
                throw Problem.UNSUPPORTED_TYPE.with("send the file itself as the body, with Content-Type " + types);
            }
            try (Body body = read(ctx)) {
                work.with(body);
            }
        } finally {
            places.release();
        }
    }

    private Body read(Context ctx) {
        try {
            return reader.read(ctx.req().getInputStream(), ctx.req().getContentLengthLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(@Nullable String header) {
        return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}

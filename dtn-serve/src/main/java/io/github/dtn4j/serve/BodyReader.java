package io.github.dtn4j.serve;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Reads bodies of requests into memory: at most so many bytes, in at most so much time, and never onto the disk. */
final class BodyReader {
    private static final int FIRST_READ = 16 << 10;

    private final long limit;
    private final Duration time;
    private final Budget budget;

    /**
     * @param limit bytes of one body
     * @param budget for all bodies together
     */
    BodyReader(long limit, Duration time, Budget budget) {
        this.limit = limit;
        this.time = time;
        this.budget = budget;
    }

    /**
     * Reads a whole body. Memory is taken as the bytes arrive, not as they are announced.
     *
     * @param announced the length that the request claims, negative if none
     * @throws ProblemException if it is too long, too slow, incomplete, or there is no memory for it now
     */
    Body read(InputStream in, long announced) {
        if (announced > limit) {
            throw tooLarge();
        }
        Body body = new Body(budget);
        try {
            fill(body, in, announced);
            return body;
        } catch (IOException e) {
            body.close();
            throw slow(e)
                    ? tooSlow()
                    : Problem.BAD_REQUEST.with("the body of the request ended early or is not proper HTTP");
        } catch (RuntimeException | Error e) {
            body.close();
            throw e;
        }
    }

    private void fill(Body body, InputStream in, long announced) throws IOException {
        Deadline deadline = Deadline.in(time);
        int length = 0;
        while (true) {
            if (length == body.bytes().length) {
                body.resize((int) Math.min(limit + 1, Math.max(FIRST_READ, 2L * length)));
            }
            int count = in.read(body.bytes(), length, body.bytes().length - length);
            if (count < 0) {
                break;
            }
            length += count;
            if (length > limit) {
                throw tooLarge();
            }
            if (length == announced) {
                break;
            }
            if (deadline.passed()) {
                throw tooSlow();
            }
        }
        body.resize(length);
    }

    private static boolean slow(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private ProblemException tooLarge() {
        return Problem.TOO_LARGE.with(
                "the body has more than the %d bytes that are allowed; send a smaller image".formatted(limit));
    }

    private ProblemException tooSlow() {
        return Problem.SLOW_BODY.with("the body did not arrive within %d seconds; send it faster, or a smaller image"
                .formatted(time.toSeconds()));
    }
}

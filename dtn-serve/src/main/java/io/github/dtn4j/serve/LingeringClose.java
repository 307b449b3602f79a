package io.github.dtn4j.serve;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Takes in what a client still sends of a body that was refused unread, and forgets it. Were the connection closed at once, the
 * client's system would throw away the answer before the client had seen it.
 */
final class LingeringClose {
    private static final int AT_ONCE = 16; // who comes when so many linger gets no such courtesy
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofMillis(100);
    private static final long STEP_MILLIS = 5;
    private static final int CLIENT_ERROR = 400;

    private final long limit;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** @param limit bytes after which it is enough */
    LingeringClose(long limit) {
        this.limit = limit;
    }

    /** To be called before the answer is sent. */
    void take(Context ctx) {
        boolean refused = ctx.method().equals(HandlerType.POST) && ctx.statusCode() >= CLIENT_ERROR;
        boolean asksFirst = ctx.header("Expect") != null; // its body is not on the way yet
        if (!refused || asksFirst || ctx.statusCode() == Problem.SLOW_BODY.status() || !places.tryAcquire()) {
            return;
        }
        try {
            discard(ctx.req().getInputStream());
        } catch (IOException e) {
            // the client is gone, or what it sends is no HTTP: either way there is nothing to wait for
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private void discard(ServletInputStream in) throws IOException, InterruptedException {
        Deadline end = Deadline.in(LONGEST);
        Deadline silence = Deadline.in(SILENCE);
        byte[] buffer = new byte[16 << 10];
        long left = limit;
        while (left > 0 && !in.isFinished() && !end.passed() && !silence.passed()) {
            if (in.available() > 0) {
                left -= Math.max(0, in.read(buffer));
                silence = Deadline.in(SILENCE);
            } else if (!in.isFinished()) {
                Thread.sleep(STEP_MILLIS);
            }
        }
    }
}

package io.github.dtn4j.serve.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Cuts off clients that take an answer in so slowly that they would hold its memory and its thread for hours. Only the time
 * counts in which there is something to send: an answer may pause for as long as its next part is worked on.
 */
final class SlowReaders extends Handler.Wrapper {
    private final long graceNanos;
    private final long bytesPerSecond;

    /**
     * @param grace that every answer has, however small
     * @param bytesPerSecond that a client takes in on average at least, beyond the grace
     */
    SlowReaders(Duration grace, long bytesPerSecond) {
        this.graceNanos = grace.toNanos();
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, new Paced(request, response), callback);
    }

    /** An answer whose writes, one after the other, have so much time together. */
    private final class Paced extends Response.Wrapper {
        private long bytes;
        private long spentNanos;

        Paced(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
            bytes += content == null ? 0 : content.remaining();
            long start = NanoTime.now();
            long left = graceNanos + TimeUnit.SECONDS.toNanos(1) / bytesPerSecond * bytes - spentNanos;
            Scheduler.Task end = getRequest()
                    .getComponents()
                    .getScheduler()
                    .schedule(this::cutOff, Math.max(0, left), TimeUnit.NANOSECONDS);
            Runnable written = () -> {
                end.cancel();
                spentNanos += NanoTime.since(start);
            };
            super.write(last, content, Callback.from(written, callback));
        }

        private void cutOff() {
            getRequest()
                    .getConnectionMetaData()
                    .getConnection()
                    .getEndPoint()
                    .close(new TimeoutException("the client reads too slowly"));
        }
    }
}

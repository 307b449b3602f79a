package io.github.dtn4j.serve.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one listener is sent, as server-sent events: {@code state} at first and whenever that or the log has changed. An event
 * is small whatever the log holds; a listener that reads slowly is sent less often.
 */
final class EventStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOOK_MILLIS = 500;
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(5); // finds out who has gone

    private final RunWatch watch;
    private final OutputStream out;
    private @Nullable News told;
    private long toldAt = System.nanoTime();

    EventStream(RunWatch watch, OutputStream out) {
        this.watch = watch;
        this.out = out;
    }

    private record News(RunState state, String cursor) {
        static News of(Snapshot run) {
            return new News(run.state(), run.cursor());
        }
    }

    /**
     * Sends until the listener is gone or the server closes.
     *
     * @throws IOException once the listener is gone
     */
    void run(CountDownLatch closing) throws IOException, InterruptedException {
        send("retry: 2000\n\n");
        do {
            Snapshot now = watch.look();
            News news = News.of(now);
            if (!news.equals(told)) {
                told = news;
                send("event: state\ndata: %s\n\n".formatted(json(now.json(System.currentTimeMillis()))));
            } else if (System.nanoTime() - toldAt > HEARTBEAT_NANOS) {
                send(":\n\n");
            }
        } while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        toldAt = System.nanoTime();
    }

    private static String json(Map<String, @Nullable Object> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values did not become JSON", e);
        }
    }
}

package io.github.dtn4j.serve.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.report.MetricsTail.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one listener is sent, as server-sent events: {@code metrics} with the lines of the log that it does not have, and
 * {@code state} when that has changed. A listener that reads slowly is sent less often, never more at a time.
 */
final class EventStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOOK_MILLIS = 500;
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(10); // finds out who has gone
    private static final int MOST_LINES = 500; // of one event

    private final RunWatch watch;
    private final OutputStream out;
    private Cursor cursor;
    private @Nullable RunState told;
    private long toldAt = System.nanoTime();

    /** For a listener who knows the log up to {@code cursor}. */
    EventStream(RunWatch watch, OutputStream out, Cursor cursor) {
        this.watch = watch;
        this.out = out;
        this.cursor = cursor;
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
            metrics(now);
            if (!now.state().equals(told)) {
                told = now.state();
                send("event: state\ndata: %s\n\n".formatted(json(told.json(System.currentTimeMillis()))));
            } else if (System.nanoTime() - toldAt > HEARTBEAT_NANOS) {
                send(":\n\n");
            }
        } while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    }

    private void metrics(Snapshot now) throws IOException {
        boolean restarted = !cursor.log().equals(now.log())
                || cursor.lines() > now.entries().size();
        int from = restarted ? 0 : cursor.lines();
        while (from < now.entries().size() || restarted) {
            int to = Math.min(from + MOST_LINES, now.entries().size());
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("restarted", restarted);
            data.put(
                    "lines",
                    now.entries().subList(from, to).stream()
                            .map(EventStream::line)
                            .toList());
            cursor = new Cursor(now.log(), to);
            send("id: %s\nevent: metrics\ndata: %s\n\n".formatted(cursor, json(data)));
            from = to;
            restarted = false;
        }
    }

    /** As in {@code metrics.jsonl}. */
    private static Map<String, Object> line(Entry entry) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", entry.step());
        line.put("wall_seconds", entry.wallSeconds());
        line.putAll(entry.values());
        return line;
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        toldAt = System.nanoTime();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values did not become JSON", e);
        }
    }
}

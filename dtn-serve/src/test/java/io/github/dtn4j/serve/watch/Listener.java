package io.github.dtn4j.serve.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A client of the server-sent events. */
final class Listener implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 10;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Stream<String> lines;
    private final Thread reader = new Thread(this::read, "listener");

    /** What was sent. */
    record Event(String name, JsonNode data) {}

    Listener(HttpClient client, String address) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer =
                client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofLines());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        lines = answer.body();
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        String[] name = {""};
        try {
            lines.forEach(line -> {
                if (line.startsWith("event: ")) {
                    name[0] = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name[0], json(line.substring(6))));
                }
            });
        } catch (UncheckedIOException e) {
            // closed
        }
    }

    /** The next event that is like that; others before it are skipped. */
    Event next(Predicate<Event> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Event event = events.poll(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("no such event in %d s".formatted(PATIENCE_SECONDS));
            }
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    /** The first state that has come this far. */
    JsonNode step(long step) throws InterruptedException {
        return next(event -> event.data().path("step").asLong() == step).data();
    }

    JsonNode phase(String phase) throws InterruptedException {
        return next(event -> event.name().equals("state")
                        && event.data().path("phase").asText().equals(phase))
                .data();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}

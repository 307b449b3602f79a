package io.github.dtn4j.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server with both shipped models at a free port, and a client of it. */
final class Service implements AutoCloseable {
    static final Path FACES = Path.of("../models/faces-emoji.safetensors");
    static final Path DIGITS = Path.of("../models/svhn-mnist.safetensors");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Server server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private Service(Server server) {
        this.server = server;
    }

    static Service start() {
        return start(Limits.DEFAULT);
    }

    static Service start(Limits limits) {
        return new Service(Server.start(new ServerSettings("127.0.0.1", 0, List.of(FACES, DIGITS), limits)));
    }

    /** Limits with little time and few places, so that tests need not wait for them. */
    static Limits tight(int queue, Duration bodyTime, Duration requestTime) {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                1 << 20, usual.pixels(), 1, 8, queue, usual.batch(), bodyTime, requestTime, usual.requestsPerSecond());
    }

    /** An answer. */
    record TimedCall(int status, HttpResponse<byte[]> response) {
        byte[] body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Status and code, as in "422 no-face". */
        String problem() {
            return status + " " + json().path("code").asText();
        }
    }

    Server server() {
        return server;
    }

    Wire wire() {
        return new Wire(server.port());
    }

    TimedCall get(String path) {
        return send(request(path).GET());
    }

    /** Posts an image, asking for a PNG. */
    TimedCall draw(byte[] image, String query) {
        return send(post("/v1/transfer?" + query, image, "image/png"));
    }

    /** Posts an image, asking for JSON. */
    TimedCall drawAsJson(byte[] image, String query) {
        return send(post("/v1/transfer?" + query, image, "image/png").header("Accept", "application/json"));
    }

    TimedCall drawZip(byte[] zip, String query) {
        return send(post("/v1/transfer:batch?" + query, zip, "application/zip"));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
                .timeout(PATIENCE);
    }

    HttpRequest.Builder post(String path, byte[] body, String type) {
        return request(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    TimedCall send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new TimedCall(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of a metric without labels. */
    double metric(String name) {
        return new String(get("/metrics").body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Waits until the models are warm. */
    Service ready() throws InterruptedException {
        for (int i = 0; i < 600 && get("/readyz").status() != 200; i++) {
            Thread.sleep(50);
        }
        return this;
    }

    @Override
    public void close() {
        server.close();
    }
}

package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {
    private static Service service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = Service.start(Service.tight(2, Duration.ofSeconds(5), Duration.ofSeconds(30)))
                .ready();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void itSaysWhatItHas() {
        JsonNode answer = service.get("/v1/models").json();

        JsonNode faces = answer.path("models").path(0);
        assertThat(faces.path("name").asText()).isEqualTo("faces-emoji");
        assertThat(faces.path("kind").asText()).isEqualTo("faces");
        assertThat(faces.path("default_size").asInt()).isEqualTo(256);
        JsonNode digits = answer.path("models").path(1);
        assertThat(digits.path("kind").asText()).isEqualTo("images");
        assertThat(digits.path("target_channels").asInt()).isEqualTo(1);
        assertThat(answer.path("limits").path("largest_size").asInt()).isEqualTo(1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/v1/models", "/healthz", "/readyz", "/metrics", "/openapi.yaml", "/nowhere", "/v1/transfer"
            })
    void everyAnswerTellsTheBrowserToBeCareful(String path) {
        Service.TimedCall answer = service.get(path);

        assertThat(answer.header("content-security-policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(answer.header("cross-origin-resource-policy")).isEqualTo("same-origin");
        assertThat(answer.header("access-control-allow-origin")).isEmpty();
        assertThat(answer.header("server")).isEmpty();
        assertThat(answer.header("set-cookie")).isEmpty();
    }

    @Test
    void thePageIsSentOnce() {
        Service.TimedCall first = service.get("/");
        Service.TimedCall again =
                service.send(service.request("/").GET().header("If-None-Match", first.header("etag")));

        assertThat(first.header("content-type")).startsWith("text/html");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404 not-found",
        "GET, /nowhere.js, 404 not-found",
        "GET, /v1/transfer, 405 method-not-allowed",
        "DELETE, /v1/models, 405 method-not-allowed",
        "OPTIONS, /v1/transfer, 405 method-not-allowed",
        "TRACE, /v1/transfer, 405 method-not-allowed"
    })
    void whatThereIsNotIsAProblem(String method, String path, String problem) {
        Service.TimedCall answer =
                service.send(service.request(path).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/transfer, POST", "DELETE, /v1/models, 'GET, HEAD'"})
    void aMethodThatIsNotTakenIsToldWhichAre(String method, String path, String allowed) {
        Service.TimedCall answer =
                service.send(service.request(path).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.header("allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz", "/v1/models", "/page.js", "/nothing.js", "/v1/nothing"})
    void headIsGetWithoutTheContent(String path) {
        Service.TimedCall get = service.get(path);
        Service.TimedCall head =
                service.send(service.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.header("content-length")).isEqualTo(get.header("content-length"));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void whereAllPlacesAreTakenTheNextIsToldToComeBack() {
        try (Service cold = Service.start(Limits.DEFAULT.withQueue(1))) { // the first waits until it is warm
            List<CompletableFuture<Service.TimedCall>> answers = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> cold.draw(TestImages.face(), "size=64"), run -> new Thread(run).start()))
                    .toList();
            List<Service.TimedCall> refused = answers.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.status() != 200)
                    .toList();

            assertThat(refused).hasSizeBetween(1, 3).allSatisfy(answer -> {
                assertThat(answer.problem()).isEqualTo("503 busy");
                assertThat(answer.header("retry-after")).isEqualTo("1");
            });
            assertThat(cold.get("/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void whoSendsSlowlyTakesNoPlace() {
        String[] head = {
            "POST /v1/transfer HTTP/1.1", "Host: localhost", "Content-Type: image/png", "Content-Length: 1000", ""
        };
        List<Wire> slow = IntStream.range(0, 20)
                .mapToObj(i -> service.wire().head(head).send(new byte[1]))
                .toList();

        assertThat(service.draw(TestImages.face(), "size=64").status()).isEqualTo(200);

        slow.get(0).send(new byte[999]);
        assertThat(slow.get(0).statusLine()).contains("415");
        slow.forEach(Wire::close);
    }

    @Test
    void metricsCountRequestsByRouteAndStatus() {
        service.get("/nowhere");
        service.draw(TestImages.plain(10, 10), "model=svhn-mnist");

        String text = new String(service.get("/metrics").body(), StandardCharsets.UTF_8);

        assertThat(text)
                .contains("http_server_requests_seconds_count{route=\"/v1/transfer\",status=\"200\"}")
                .contains("http_server_requests_seconds_bucket{")
                .contains("dtn_queue_depth", "dtn_photos_drawn_total", "dtn_decode_seconds", "jvm_memory_used_bytes")
                .doesNotContain("nowhere");
    }

    @Test
    void aRequestThatTakesTooLongIsGivenUp() throws InterruptedException {
        try (Service hurried = Service.start(Service.tight(4, Duration.ofSeconds(5), Duration.ofNanos(1)))
                .ready()) {
            Service.TimedCall answer = hurried.draw(TestImages.face(), "");

            assertThat(answer.problem()).isEqualTo("503 timeout");
            assertThat(answer.header("retry-after")).isNotEmpty();
        }
    }

    @Test
    void whoSendsTooMuchIsToldSo() {
        try (Service strict = Service.start(Limits.DEFAULT.withRequestsPerSecond(0.5))) {
            strict.draw(new byte[0], "");
            Service.TimedCall answer = strict.draw(new byte[0], "");

            assertThat(answer.problem()).isEqualTo("429 too-many-requests");
            assertThat(answer.header("retry-after")).isEqualTo("2");
            assertThat(strict.get("/v1/models").status()).isEqualTo(200);
        }
    }

    @Test
    void closingAnswersWhatIsInFlight() throws Exception {
        Service closing = Service.start(); // not yet warm: the request waits for it
        int port = closing.server().port();
        CompletableFuture<Service.TimedCall> answer =
                CompletableFuture.supplyAsync(() -> closing.draw(TestImages.face(), "size=64"));
        while (closing.metric("dtn_queue_depth") + closing.metric("dtn_photos_drawn_total") == 0) {
            Thread.sleep(10);
        }

        closing.close();

        assertThat(answer.get().status()).isEqualTo(200);
        closing.close();
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> new Wire(port));
    }

    @Test
    void aTakenPortIsSaidInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() ->
                            Server.start(ServerSettings.of("127.0.0.1", taken.getLocalPort(), List.of(Service.DIGITS))))
                    .withMessageMatching("port \\d+ of 127.0.0.1 is taken; choose another with --port");
        }
    }

    @Test
    void mistakesAreSaidInOneLine() {
        List<Path> models = List.of(Service.DIGITS);
        assertMistake(() -> ServerSettings.of("127.0.0.1", 70_000, models), "--port 70000");
        assertMistake(() -> ServerSettings.of("127.0.0.1", 0, models).withQueue(0), "--queue 0");
        assertMistake(() -> ServerSettings.of("127.0.0.1", 0, models).withMegabytes(0), "--max-mb 0");
        assertMistake(() -> ServerSettings.of("127.0.0.1", 0, models).withRate(-1), "--rate -1");
        assertMistake(() -> ServerSettings.of("127.0.0.1", 0, List.of()), "no model");
        assertMistake(
                () -> Server.start(ServerSettings.of("127.0.0.1", 0, List.of(Path.of("nowhere.safetensors")))),
                "nowhere.safetensors");
        assertMistake(
                () -> Server.start(ServerSettings.of("127.0.0.1", 0, List.of(Service.DIGITS, Service.DIGITS))),
                "two models are called svhn-mnist");
    }

    @Test
    void strangersAreLimitedUnlessToldOtherwise() {
        List<Path> models = List.of(Service.DIGITS);
        assertThat(ServerSettings.of("0.0.0.0", 0, models).limits().requestsPerSecond())
                .isEqualTo(20);
        assertThat(ServerSettings.of("0.0.0.0", 0, models).loopback()).isFalse();
        assertThat(ServerSettings.of("localhost", 0, models).limits().requestsPerSecond())
                .isZero();
        assertThat(ServerSettings.of("::1", 0, models).loopback()).isTrue();
    }

    private static void assertMistake(Runnable call, String message) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(call::run)
                .withMessageContaining(message)
                .withMessageNotContaining("\n");
    }
}

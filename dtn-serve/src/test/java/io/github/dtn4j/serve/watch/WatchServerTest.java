package io.github.dtn4j.serve.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.report.RunLog;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.serve.web.Loopback;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path parent;

    private final HttpClient client = HttpClient.newHttpClient();
    private Path run;
    private WatchServer server;

    @BeforeEach
    void start() {
        run = parent.resolve("00001-<tiny>");
        server = WatchServer.start(run, "127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theStateFollowsTheRunFromTheWaitToTheModel() throws Exception {
        try (Listener listener = listen("events")) {
            assertThat(listener.phase("waiting").get("message").asText()).contains("no folder");
            try (RunFolder folder = begin()) {
                assertThat(listener.phase("preparing").get("steps").asLong()).isEqualTo(10);
                log(0, 1, 2, 4);
                JsonNode training = listener.phase("training");
                assertThat(training.get("step").asLong()).isEqualTo(4);
                JsonNode state = JSON.readTree(get("state").body());
                assertThat(state.get("latest").get("loss/d").asDouble()).isEqualTo(0.25);
                assertThat(training.get("images_per_second").asDouble()).isEqualTo(50);
                assertThat(training.get("seconds_left").isNumber()).isTrue();
                log(4, 10);
                listener.phase("finishing");
            }
            assertThat(listener.phase("stopped").get("message").asText())
                    .contains("after step 10 of 10", "dtn train --resume " + run);
            Files.createFile(run.resolve("model.safetensors"));
            listener.phase("finished");
        }
    }

    @Test
    void newLinesAreToldOnceTheyAreWhole() throws Exception {
        append("{\"step\":1,\"wall_seconds\":0.5,\"loss/d\":2}\n");
        try (Listener listener = listen("events")) {
            String first = listener.step(1).get("cursor").asText();

            append("{\"step\":2,\"wall_seconds\":1,\"loss/d\":1.5}\n{\"step\":3,\"lo");
            JsonNode second = listener.step(2);
            assertThat(second.get("cursor").asText()).isNotEqualTo(first);

            append("ss/d\":1}\n");
            listener.step(3);
        }
    }

    @Test
    void aResumedRunThatDropsLinesHasAnotherCursor() throws Exception {
        log(0, 1, 2, 3, 4);
        try (Listener listener = listen("events")) {
            String before = listener.step(4).get("cursor").asText();
            log(1, 2, 4); // fewer lines: those of one millisecond are alike
            JsonNode anew = listener.next(event -> event.data().path("step").asLong() == 4
                            && !event.data().path("cursor").asText().equals(before))
                    .data();
            assertThat(anew.get("step").asLong()).isEqualTo(4);
        }
    }

    @Test
    void anEventIsSmallHoweverLongTheLogIs() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int step = 1; step <= 1200; step++) {
            text.append("{\"step\":%d,\"loss/d\":1}\n".formatted(step));
        }
        append(text.toString());
        try (Listener listener = listen("events")) {
            assertThat(listener.step(1200).toString()).hasSizeLessThan(1000);
        }
    }

    @Test
    void aDamagedLineIsToldAndWhatIsBeforeItIsShown() throws Exception {
        append("{\"step\":1,\"loss/d\":2}\nno line\n");
        JsonNode state = JSON.readTree(get("state").body());
        assertThat(state.get("problem").asText()).contains("metrics.jsonl, line 2 ");
        assertThat(state.get("step").asLong()).isOne();
    }

    @Test
    void aDamagedFileTakesOnlyItsOwnPartAway() throws Exception {
        append("{\"step\":1,\"loss/d\":2}\n");
        Files.writeString(run.resolve("evaluation.json"), "{");
        assertThat(get("").body()).contains("evaluation.json is not JSON", "<svg");
    }

    @Test
    void sampleGridsAreFoundByTheirStepAndNothingElseIs() throws Exception {
        append("{\"step\":1}\n");
        Files.createDirectories(run.resolve("samples"));
        Files.write(run.resolve("samples/000250.png"), new byte[] {1, 2, 3});
        Files.write(run.resolve("samples/secret.png"), new byte[] {1});

        assertThat(get("samples/250.png").body()).hasSize(3);
        assertThat(get("parts/samples").body()).contains("data-step=\"250\"", "src=\"samples/250.png?");
        for (String address : List.of(
                "samples/251.png",
                "samples/000250.png",
                "samples/secret.png",
                "samples/250",
                "samples/..%2fmetrics.jsonl",
                "samples/%2e%2e/metrics.jsonl",
                "samples/250.png%00",
                "metrics.jsonl")) {
            assertThat(get(address).statusCode()).as(address).isIn(400, 404);
        }
    }

    @Test
    void thePageHoldsWhatThereIsAndNothingThatItsPolicyForbids() throws Exception {
        try (RunFolder folder = begin()) {
            log(0, 1, 2);
            Files.writeString(run.resolve("evaluation.json"), "{\"accuracy\":0.9312,\"confusion\":[[3,1],[0,4]]}");
        }
        HttpResponse<String> answer = get("");
        assertThat(answer.body())
                .contains("00001-&lt;tiny&gt;", "93.12 %", "loss/d by step", "name: defaults", "stopped")
                .doesNotContain("http://", "https://", "<tiny>", "style=\"", "<style", "onclick", "<script>");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        for (String asset : List.of("report.css", "report.js", "watch.js", "icon.svg")) {
            assertThat(answer.body()).contains("\"" + asset + "\"");
            assertThat(get(asset).statusCode()).as(asset).isEqualTo(200);
        }
    }

    @Test
    void anotherNameForThisMachineIsRefused() throws Exception {
        URI address = URI.create(server.address());
        for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80")) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.getOutputStream()
                        .write("GET /state HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                                .formatted(host)
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).as(host).startsWith("HTTP/1.1 421").doesNotContain("phase");
            }
        }
        assertThat(Loopback.names("localhost:8081")).isTrue();
        assertThat(Loopback.names("[::1]:8081")).isTrue();
        assertThat(Loopback.names(null)).isFalse();
    }

    @Test
    void headersThatAreTooLargeAreRefusedInAFewWords() throws Exception {
        HttpRequest large = HttpRequest.newBuilder(URI.create(server.address()))
                .header("X", "y".repeat(20_000))
                .build();
        HttpResponse<String> answer = client.send(large, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(431);
        assertThat(answer.body()).doesNotContainIgnoringCase("jetty");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void tooManyListenersAreRefusedAndThosePastMakeRoom() throws Exception {
        append("{\"step\":1}\n");
        List<Listener> all = new ArrayList<>();
        try {
            for (int i = 0; i < 32; i++) {
                all.add(listen("events"));
            }
            assertThat(get("events").statusCode()).isEqualTo(503);
            assertThat(get("state").statusCode()).isEqualTo(200);
            all.forEach(Listener::close);
            HttpResponse<Stream<String>> late = null;
            for (int step = 2; step < 100 && (late == null || late.statusCode() != 200); step++) {
                append("{\"step\":%d}\n".formatted(step)); // to write to a listener tells that it is gone
                Thread.sleep(100);
                late = client.send(request("events"), HttpResponse.BodyHandlers.ofLines());
            }
            assertThat(late.statusCode()).isEqualTo(200);
            late.body().close();
        } finally {
            all.forEach(Listener::close);
        }
    }

    @Test
    void aListenerThatDoesNotReadHoldsNobodyUp() throws Exception {
        URI address = URI.create(server.address());
        try (Socket deaf = new Socket(address.getHost(), address.getPort())) {
            deaf.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try (Listener listener = listen("events")) {
                append("{\"step\":2001}\n");
                listener.step(2001);
            }
            server.close(); // nor the end
        }
    }

    @Test
    void watchingLeavesNoTraceInTheFolder() throws Exception {
        try (RunFolder folder = begin()) {
            log(0, 1);
        }
        Files.delete(run.resolve("run.lock"));
        List<String> before = files();
        try (Listener listener = listen("events")) {
            listener.phase("stopped");
            get("");
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aTakenPortAndAFolderWithoutARunAreMistakesOfTheCall() throws Exception {
        int port = URI.create(server.address()).getPort();
        assertThatThrownBy(() -> WatchServer.start(run, "127.0.0.1", port))
                .isInstanceOf(DtnException.class)
                .hasMessage("port %d of 127.0.0.1 is taken; choose another with --port", port);
        assertThatThrownBy(() -> WatchServer.start(parent, "127.0.0.1", 0))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("no recipe.yaml");
        assertThatThrownBy(() -> WatchServer.start(run, "no such host", 0))
                .isInstanceOf(DtnException.class)
                .hasMessageContaining("--host");
    }

    private RunFolder begin() {
        return RunFolder.at(run, Recipes.read("defaults", List.of("name=defaults", "train.steps=10")));
    }

    private void log(long resumed, long... steps) {
        try (RunLog log = RunLog.open(run, resumed)) {
            for (long step : steps) {
                log.scalars(step, Map.of("loss/d", resumed + 1.0 / step, "speed/images_per_second", 50.0));
            }
        }
    }

    private void append(String text) throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve("metrics.jsonl"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private Listener listen(String address) throws IOException, InterruptedException {
        return new Listener(client, server.address() + address);
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return client.send(request(address), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String address) {
        return HttpRequest.newBuilder(URI.create(server.address() + address)).build();
    }
}

package io.github.dtn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private HttpServer server;

    @BeforeEach
    void startAServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/transfer", exchange -> {
            exchange.getRequestBody().readAllBytes();
            int number = requests.getAndIncrement();
            int status = number == 1 ? 503 : number == 3 ? 500 : 200;
            if (status == 503) {
                exchange.getResponseHeaders().add("Retry-After", "0");
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopIt() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void countsEveryAnswerByItsStatus() {
        Load load = new Load(
                URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort())), List.of(new byte[10]), 64);

        Load.Result result = load.run(4, 1);

        assertThat(result.busy()).isEqualTo(1);
        assertThat(result.errors()).isEqualTo(1);
        assertThat(result.drawn()).isEqualTo(requests.get() - 2).isGreaterThan(10);
        assertThat(result.percentile(0.99)).isGreaterThanOrEqualTo(result.percentile(0.5));
        assertThat(result.imagesPerSecond()).isBetween(result.drawn() / 2.0, (double) result.drawn());
    }

    @Test
    void noAnswerIsAnError() {
        server.stop(0);
        Load load = new Load(
                URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort())), List.of(new byte[10]), 64);

        assertThat(load.run(1, 1).errors()).isPositive();
    }

    @Test
    void percentilesAreThoseOfTheSortedTimes() {
        Load.Result result = new Load.Result(new double[] {1, 2, 3, 4}, Map.of(200, 4), 2);

        assertThat(result.percentile(0.5)).isEqualTo(3);
        assertThat(result.percentile(0.99)).isEqualTo(4);
        assertThat(result.imagesPerSecond()).isEqualTo(2);
        assertThat(new Load.Result(new double[0], Map.of(), 1).percentile(0.5)).isZero();
    }
}

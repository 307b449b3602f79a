package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlowReadersTest {
    private static final int PARTS = 256;
    private static final int PART = 128 << 10;

    private final Server server = new Server();
    private final CompletableFuture<Integer> written = new CompletableFuture<>();
    private volatile long pauseMillis;

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        SlowReaders readers = new SlowReaders(Duration.ofMillis(300), 1L << 30);
        readers.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                int parts = 0;
                try {
                    for (; parts < PARTS; parts++) {
                        Content.Sink.write(response, false, ByteBuffer.allocate(PART));
                        Thread.sleep(pauseMillis);
                    }
                    callback.succeeded();
                } catch (Exception e) {
                    callback.failed(e);
                }
                written.complete(parts);
                return true;
            }
        });
        server.setHandler(readers);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void whoReadsDropByDropIsCutOff() throws Exception {
        try (Wire wire = request()) {
            for (int i = 0; i < 200 && !written.isDone(); i++) {
                wire.statusLine(); // a few bytes, then a pause
                Thread.sleep(20);
            }
            assertThat(written.get(1, TimeUnit.SECONDS)).isLessThan(PARTS);
        }
    }

    @Test
    void anAnswerThatPausesIsNot() throws Exception {
        pauseMillis = 3; // longer together than the time that a reader has
        try (Wire wire = request()) {
            assertThat(wire.rest()).hasSizeGreaterThan(PARTS * PART);
        }
        assertThat(written.get(1, TimeUnit.SECONDS)).isEqualTo(PARTS);
    }

    private Wire request() {
        return new Wire(((ServerConnector) server.getConnectors()[0]).getLocalPort())
                .head("GET / HTTP/1.1", "Host: localhost", "Connection: close", "");
    }
}

package io.github.dtn4j.serve.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
        try (Socket client = request()) {
            byte[] drop = new byte[100];
            for (int i = 0; i < 200 && !written.isDone(); i++) {
                client.getInputStream().read(drop);
                Thread.sleep(20);
            }
            assertThat(written.get(1, TimeUnit.SECONDS)).isLessThan(PARTS);
        }
    }

    @Test
    void anAnswerThatPausesIsNot() throws Exception {
        pauseMillis = 3; // longer together than the time that a reader has
        try (Socket client = request()) {
            assertThat(client.getInputStream().readAllBytes()).hasSizeGreaterThan(PARTS * PART);
        }
        assertThat(written.get(1, TimeUnit.SECONDS)).isEqualTo(PARTS);
    }

    private Socket request() throws IOException {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return client;
    }
}

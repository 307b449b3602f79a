package io.github.dtn4j.serve;

import io.github.dtn4j.serve.web.SecurityHeaders;
import io.javalin.config.JettyConfig;
import java.time.Duration;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** How Jetty treats connections: a bounded number of them, of threads, and of seconds that one may do nothing or little. */
final class Connections {
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Duration SLOW_READ = Duration.ofSeconds(10);
    private static final long READ_PER_SECOND = 64 << 10; // bytes: a bad mobile connection
    private static final int CONNECTIONS = 1024;
    private static final int HEADER_BYTES = 8 << 10;
    private static final int OTHER_THREADS =
            32; // beside those of photos and bodies: the page, health and metrics, Jetty's own
    private static final int IDLE_THREADS = 8;

    private final String host;
    private final int port;
    private final Limits limits;

    Connections(String host, int port, Limits limits) {
        this.host = host;
        this.port = port;
        this.limits = limits;
    }

    void configure(JettyConfig jetty) {
        QueuedThreadPool threads =
                new QueuedThreadPool(limits.queue() + limits.senders() + OTHER_THREADS, IDLE_THREADS);
        threads.setName("dtn-http");
        jetty.threadPool = threads;
        jetty.modifyServer(server -> {
            server.setErrorHandler(new ErrorAnswers());
            server.setHandler(new GracefulHandler(new SlowReaders(SLOW_READ, READ_PER_SECOND)));
            server.setStopTimeout(STOP.toMillis());
            server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
        });
        jetty.addConnector(this::connector);
    }

    private Connector connector(Server server, HttpConfiguration ignored) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setIdleTimeout(IDLE.toMillis());
        http.addCustomizer((request, headers) -> {
            SecurityHeaders.put(headers::put);
            return request;
        });
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }
}

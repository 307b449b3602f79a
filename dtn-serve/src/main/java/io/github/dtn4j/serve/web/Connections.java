package io.github.dtn4j.serve.web;

import io.github.dtn4j.DtnException;
import io.javalin.config.JettyConfig;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** How Jetty treats connections: a bounded number of them, of threads, and of seconds that one may do nothing or little. */
public final class Connections {
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Duration SLOW_READ = Duration.ofSeconds(10);
    private static final long READ_PER_SECOND = 64 << 10; // bytes: a bad mobile connection
    private static final int CONNECTIONS = 1024;
    private static final int HEADER_BYTES = 8 << 10;
    private static final int OTHER_THREADS = 32; // beside those of the workers: pages, health and metrics, Jetty's own
    private static final int IDLE_THREADS = 8;

    private final String host;
    private final int port;
    private final int workers;
    private final ErrorHandler errors;

    /**
     * @param host to listen at
     * @param port 0 for any that is free
     * @param workers requests that may each hold a thread for long; a few more threads are for those that do not
     * @param errors what is answered where a request does not get as far as a route
     */
    public Connections(String host, int port, int workers, ErrorHandler errors) {
        this.host = host;
        this.port = port;
        this.workers = workers;
        this.errors = errors;
    }

    /** Has a server treat its connections like this. */
    public void configure(JettyConfig jetty) {
        QueuedThreadPool threads = new QueuedThreadPool(workers + OTHER_THREADS, IDLE_THREADS);
        threads.setName("dtn-http");
        jetty.threadPool = threads;
        jetty.modifyServer(server -> {
            server.setErrorHandler(errors);
            server.setHandler(new GracefulHandler(new SlowReaders(SLOW_READ, READ_PER_SECOND)));
            server.setStopTimeout(STOP.toMillis());
            server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
        });
        jetty.addConnector(this::connector);
    }

    /** What to say where a server did not start: that it cannot listen, if that is why, or the fault itself. */
    public RuntimeException listening(RuntimeException fault) {
        IOException refusal = null;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                refusal = io; // the innermost is that of the system; those around it repeat the address
            }
        }
        return refusal == null ? fault : DtnException.failure(refused(refusal), fault);
    }

    private String refused(IOException refusal) {
        String reason = DtnException.reason(refusal);
        return refusal instanceof BindException && reason.contains("already in use")
                ? "port %d of %s is taken; choose another with --port".formatted(port, host)
                : "cannot listen at port %d of %s: %s; choose another with --port or --host"
                        .formatted(port, host, reason);
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

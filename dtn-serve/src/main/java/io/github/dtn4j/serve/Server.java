package io.github.dtn4j.serve;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.serve.web.Connections;
import io.github.dtn4j.serve.web.ErrorAnswers;
import io.github.dtn4j.torch.Native;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trained models as a web page and a service over HTTP. Requests in flight share the passes through the networks.
 *
 * <pre>{@code
 * try (Server server = Server.start(ServerSettings.of("127.0.0.1", 8080, List.of(Path.of("models/faces-emoji.safetensors"))))) {
 *     server.await();
 * }
 * }</pre>
 */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int LANES = 2; // batches at a time, as dtn transfer does
    private static final int SHARE_OF_HEAP =
            4; // for the bodies of all requests, again for their pixels, and for the answers

    private final ServerSettings settings;
    private final Models models;
    private final Metrics metrics = new Metrics();
    private final Processors processors = new Processors();
    private final Batcher batcher;
    private final Connections connections;
    private final Javalin javalin;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean closing;

    private Server(ServerSettings settings, Models models) {
        this.settings = settings;
        this.models = models;
        Limits limits = settings.limits();
        int threads = Native.threads();
        int lanes = Math.min(LANES, threads);
        this.batcher = new Batcher(
                lanes,
                alone -> Native.setThreads(alone ? threads : threads / lanes), // of the batch's thread
                limits.batch(),
                limits.queue(),
                metrics,
                () -> models.all().forEach(ServedModel::warmUp));
        this.connections = new Connections(
                settings.host(),
                settings.port(),
                limits.queue() + limits.senders(),
                new ErrorAnswers(Problems.TYPE, Problems::ofStatus));
        this.javalin = Javalin.create(this::configure);
    }

    /**
     * Loads the models and listens. The models warm up meanwhile; what is asked for before waits.
     *
     * @throws DtnException if a model cannot be loaded or the port not be listened at
     */
    public static Server start(ServerSettings settings) {
        Server server = new Server(settings, Models.load(settings.models()));
        try {
            server.batcher.start();
            server.javalin.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw server.connections.listening(e);
        }
    }

    private void configure(JavalinConfig config) {
        Limits limits = settings.limits();
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        connections.configure(config.jetty);
        config.requestLogger.http(metrics::request);
        config.routes.before(new Gate(settings)::check);
        config.routes.after(new LingeringClose(limits.bodyBytes())::take);
        config.routes.after(Server::announceLength);
        Problems.register(config);
        long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
        BodyReader bodies = new BodyReader(limits.bodyBytes(), limits.bodyTime(), new Budget(share));
        PhotoDecoder decoder = new PhotoDecoder(limits.pixels(), new Budget(share), processors, metrics);
        Intake intake = new Intake(limits, bodies);
        Answers answers = new Answers(new Budget(share), processors);
        new StateRoutes(models, limits, batcher, metrics).register(config.routes);
        config.routes.post(
                BatchRoute.PATH, new BatchRoute(models, limits, intake, bodies, decoder, batcher, processors)::handle);
        config.routes.post(
                TransferRoute.PATH, new TransferRoute(models, limits, intake, decoder, batcher, answers)::handle);
        new PageRoutes().register(config.routes);
    }

    /** Without it a drawing would be sent in chunks, of which a client cannot tell how many are to come. */
    private static void announceLength(Context ctx) {
        if (ctx.resultInputStream() instanceof ByteArrayInputStream content) {
            ctx.res().setContentLength(content.available());
        }
    }

    /** The port that it listens at. */
    public int port() {
        return javalin.port();
    }

    /** The routes, as they are registered. */
    Javalin javalin() {
        return javalin;
    }

    /** Waits until the server is closed. */
    public void await() throws InterruptedException {
        closed.await();
    }

    /** Takes no more requests, answers those in flight within a bounded time, and closes the models. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        javalin.stop();
        processors.close();
        batcher.close();
        if (batcher.ended()) {
            models.close();
        } else {
            LOG.warn("a batch does not end; the models stay open");
        }
        closed.countDown();
    }
}

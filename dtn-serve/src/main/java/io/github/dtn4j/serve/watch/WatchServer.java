package io.github.dtn4j.serve.watch;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.report.PageAssets;
import io.github.dtn4j.report.RunSections;
import io.github.dtn4j.report.SampleGrids.Grid;
import io.github.dtn4j.serve.web.Connections;
import io.github.dtn4j.serve.web.ErrorAnswers;
import io.github.dtn4j.serve.web.Loopback;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a run folder on a page that follows it. Only reads, and only while someone looks. */
public final class WatchServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchServer.class);
    private static final int MOST_LISTENERS = 32;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final RunWatch watch;
    private final boolean loopback;
    private final Semaphore listeners = new Semaphore(MOST_LISTENERS);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Connections connections;
    private final Javalin server;
    private final String address;

    private WatchServer(Path folder, String host, int port) {
        this.watch = new RunWatch(folder);
        this.loopback = Loopback.is(host);
        this.connections = new Connections(host, port, MOST_LISTENERS, new ErrorAnswers(TEXT, WatchServer::fault));
        this.server = Javalin.create(this::configure);
        try {
            server.start();
        } catch (RuntimeException e) {
            throw connections.listening(e);
        }
        this.address = "http://%s:%s/".formatted(host.contains(":") ? "[" + host + "]" : host, server.port());
    }

    /**
     * Begins to serve the page.
     *
     * @param folder of a run; may come later
     * @param host name or address to listen on; on a loopback address, requests that name another host are refused
     * @param port 0 for any that is free
     * @throws DtnException if {@code folder} is something else than the folder of a run, or the port is taken
     */
    public static WatchServer start(Path folder, String host, int port) {
        if (port < 0 || port > 65_535) {
            throw DtnException.usage("there is no port %d; name one of 1 to 65535 with --port".formatted(port));
        }
        boolean run = Files.exists(folder.resolve("recipe.yaml")) || Files.exists(folder.resolve("run.lock"));
        if (Files.exists(folder) && !run) {
            throw DtnException.usage("%s is not a run folder: it has no recipe.yaml".formatted(folder));
        }
        return new WatchServer(folder, host, port);
    }

    /** Where the page is. */
    public String address() {
        return address;
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        connections.configure(config.jetty);
        config.routes.exception(Exception.class, WatchServer::failed);
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("a request failed", error);
            response.setStatus(500);
        });
        config.routes.before(this::guard);
        config.routes.get("/", ctx -> ctx.html(page().html()));
        config.routes.get("/parts/results", ctx -> ctx.html(page().results()));
        config.routes.get("/parts/samples", ctx -> ctx.html(page().samples()));
        config.routes.get("/parts/curves", ctx -> ctx.html(page().curves()));
        config.routes.get("/parts/background", ctx -> ctx.html(page().background()));
        config.routes.get("/state", this::state);
        config.routes.get("/events", this::events);
        config.routes.get("/samples/{name}", this::sample);
        text(config, "report.css", "text/css", PageAssets.styleSheet());
        text(config, "report.js", "text/javascript", PageAssets.script());
        text(config, "watch.js", "text/javascript", resource("watch.js"));
        text(config, "icon.svg", "image/svg+xml", resource("icon.svg"));
    }

    private static void text(JavalinConfig config, String name, String type, String content) {
        config.routes.get(
                "/" + name, ctx -> ctx.contentType(type + "; charset=utf-8").result(content));
    }

    /** A page of another origin that has its own name resolve to this machine must not read along. */
    private void guard(Context ctx) {
        if (loopback && !Loopback.names(ctx.host())) {
            ctx.status(421).result("this server answers to localhost only").skipRemainingHandlers();
        }
    }

    private static void failed(Exception fault, Context ctx) {
        LOG.error("a request to {} failed", ctx.path(), fault);
        ctx.status(500).contentType(TEXT).result("the server failed at this request; its log says why");
    }

    private static byte[] fault(int status) {
        String text = status == 503 ? "this server is shutting down" : "the request is not proper HTTP";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private WatchPage page() {
        return new WatchPage(watch.look(), new RunSections(watch.folder()));
    }

    private void state(Context ctx) {
        Snapshot now = watch.look();
        Map<String, @Nullable Object> json = now.json(System.currentTimeMillis());
        json.put("latest", now.state().latest());
        json.put("samples", now.state().samples());
        ctx.json(json);
    }

    private void events(Context ctx) throws IOException, InterruptedException {
        if (!listeners.tryAcquire()) {
            ctx.status(503)
                    .header("Retry-After", "10")
                    .result("too many listeners; close a page that watches this run");
            return;
        }
        try {
            ctx.contentType("text/event-stream; charset=utf-8");
            new EventStream(watch, ctx.res().getOutputStream()).run(closing);
        } catch (IOException e) {
            // the listener is gone
        } finally {
            listeners.release();
        }
    }

    /** The name is only compared with those of the grids that are there. */
    private void sample(Context ctx) throws IOException {
        String name = ctx.pathParam("name");
        Optional<Grid> grid = watch.look().grids().stream()
                .filter(candidate -> name.equals(candidate.step() + ".png"))
                .findFirst();
        if (grid.isEmpty()) {
            noGrid(ctx);
            return;
        }
        try {
            ctx.contentType("image/png").result(Files.readAllBytes(grid.get().file()));
            ctx.header("Cache-Control", "private, max-age=86400"); // drawn anew, it has another address
        } catch (NoSuchFileException e) { // deleted since it was looked for
            noGrid(ctx);
        }
    }

    private static void noGrid(Context ctx) {
        ctx.status(404).contentType(TEXT).result("no sample grid of that step");
    }

    private static String resource(String name) {
        try (InputStream in = WatchServer.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Sends the listeners away and stops. */
    @Override
    public void close() {
        closing.countDown();
        server.stop();
    }
}

package io.github.dtn4j.serve;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/** What the service counts and measures. Labels are routes and statuses, never anything a client made up. */
final class Metrics {
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DistributionSummary batchSize = DistributionSummary.builder("dtn.batch.size")
            .description("Photos that went through the networks together")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
            .register(registry);
    private final Counter drawn = Counter.builder("dtn.photos.drawn")
            .description("Photos that were drawn")
            .register(registry);
    private final Timer decode = timer("dtn.decode", "Time to decode a photo");
    private final Timer find = timer("dtn.find", "Time to find the faces of a batch");
    private final Timer draw = timer("dtn.draw", "Time to draw the faces of a batch");

    @SuppressWarnings("resource") // its only resource is a listener of garbage collections, which it has none of
    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
    }

    /** The route that a request came to, as the service calls it. */
    static String route(Context ctx) {
        Endpoint endpoint = ctx.endpoints().lastHttpEndpoint();
        return endpoint == null ? "none" : endpoint.path;
    }

    /** Notes a request that was answered. */
    void request(Context ctx, double milliseconds) {
        Timer.builder("http.server.requests")
                .description("Time to answer a request")
                .tag("route", route(ctx))
                .tag("status", String.valueOf(ctx.statusCode()))
                .serviceLevelObjectives(LATENCIES)
                .register(registry)
                .record(Duration.ofNanos((long) (milliseconds * 1e6)));
    }

    /** Shows how much waits in a queue. */
    void watch(Collection<?> queue) {
        Gauge.builder("dtn.queue.depth", queue, Collection::size)
                .description("Photos that wait for the networks")
                .register(registry);
    }

    void batch(int photos) {
        batchSize.record(photos);
    }

    void drawn() {
        drawn.increment();
    }

    <T> T decoding(Supplier<T> work) {
        return measured(decode, work);
    }

    <T> T finding(Supplier<T> work) {
        return measured(find, work);
    }

    <T> T drawing(Supplier<T> work) {
        return measured(draw, work);
    }

    /** Everything as Prometheus reads it. */
    String text() {
        return registry.scrape();
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    private static <T> T measured(Timer timer, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            timer.record(Duration.ofNanos(System.nanoTime() - start));
        }
    }
}

package io.github.dtn4j.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** What the service is and how it is: its models, its health, its metrics. */
final class StateRoutes {
    private final Models models;
    private final Limits limits;
    private final Batcher batcher;
    private final Metrics metrics;

    StateRoutes(Models models, Limits limits, Batcher batcher, Metrics metrics) {
        this.models = models;
        this.limits = limits;
        this.batcher = batcher;
        this.metrics = metrics;
    }

    /** The answer of {@code GET /v1/models}. */
    private record Overview(List<ModelFacts> models, LimitFacts limits) {}

    private record ModelFacts(
            String name,
            String kind,
            String recipe,
            int drawnSize,
            int sourceChannels,
            int targetChannels,
            int defaultSize,
            String sha256) {
        static ModelFacts of(ServedModel model) {
            return new ModelFacts(
                    model.name(),
                    model.translator().findsFaces() ? "faces" : "images",
                    model.translator().recipe().name(),
                    model.translator().drawnSize(),
                    model.translator().recipe().data().sourceChannels(),
                    model.translator().recipe().data().targetChannels(),
                    model.defaultSize(),
                    model.sha256());
        }
    }

    private record LimitFacts(long bodyBytes, long pixels, int faces, int batchImages, int largestSize) {}

    void register(RoutesConfig routes) {
        Reading.at("/v1/models", routes, this::models);
        Reading.at("/healthz", routes, ctx -> json(ctx, Map.of("status", "up")));
        Reading.at("/readyz", routes, this::ready);
        Reading.at("/metrics", routes, this::metrics);
    }

    private void models(Context ctx) {
        List<ModelFacts> facts = models.all().stream().map(ModelFacts::of).toList();
        json(
                ctx,
                new Overview(
                        facts,
                        new LimitFacts(
                                limits.bodyBytes(),
                                limits.pixels(),
                                limits.faces(),
                                limits.batchImages(),
                                Limits.LARGEST_SIZE)));
    }

    private void ready(Context ctx) {
        if (!batcher.ready()) {
            throw Problem.NOT_READY.with("the models are not ready for photos");
        }
        json(ctx, Map.of("status", "ready"));
    }

    private void metrics(Context ctx) {
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.text());
    }

    private static void json(Context ctx, Object value) {
        ctx.contentType("application/json").result(Json.bytes(value));
    }
}

package io.github.dtn4j.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** {@code POST /v1/transfer:batch}: a zip file of photos in, one of drawings out. */
final class BatchRoute {
    static final String PATH = "/v1/transfer:batch";

    private static final int AT_ONCE = 2;
    private static final Set<String> TYPES = Set.of("application/zip", "application/x-zip-compressed");

    private final Models models;
    private final Limits limits;
    private final Intake intake;
    private final BodyReader bodies;
    private final PhotoDecoder decoder;
    private final Batcher batcher;
    private final Processors processors;
    private final Semaphore places = new Semaphore(AT_ONCE);

    BatchRoute(
            Models models,
            Limits limits,
            Intake intake,
            BodyReader bodies,
            PhotoDecoder decoder,
            Batcher batcher,
            Processors processors) {
        this.models = models;
        this.limits = limits;
        this.intake = intake;
        this.bodies = bodies;
        this.decoder = decoder;
        this.batcher = batcher;
        this.processors = processors;
    }

    void handle(Context ctx) throws IOException {
        TransferOptions options = TransferOptions.of(ctx, models, Set.of("model", "size"));
        intake.take(ctx, "zip file", TYPES::contains, "application/zip", body -> {
            if (!places.tryAcquire()) {
                throw Problem.BUSY.with(
                        "%d zip files are being worked on, which is the limit; try again later".formatted(AT_ONCE));
            }
            try {
                answer(ctx, options, body);
            } finally {
                places.release();
            }
        });
    }

    private void answer(Context ctx, TransferOptions options, Body body) throws IOException {
        ZipPhotos photos = ZipPhotos.check(body.bytes(), limits);
        ctx.contentType("application/zip").header("Content-Disposition", "attachment; filename=\"drawings.zip\"");
        try (BatchAnswer answer =
                new BatchAnswer(options, limits, bodies, decoder, batcher, processors, ctx.outputStream())) {
            photos.forEach(answer::add);
            answer.finish();
        }
    }
}

package io.github.dtn4j.serve;

import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.transfer.Framed;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/transfer}: a photo in; its drawing, or all of its drawings with where they were found, out. */
final class TransferRoute {
    static final String PATH = "/v1/transfer";

    private final Models models;
    private final Limits limits;
    private final Intake intake;
    private final PhotoDecoder decoder;
    private final Batcher batcher;
    private final Processors processors;

    TransferRoute(
            Models models, Limits limits, Intake intake, PhotoDecoder decoder, Batcher batcher, Processors processors) {
        this.models = models;
        this.limits = limits;
        this.intake = intake;
        this.decoder = decoder;
        this.batcher = batcher;
        this.processors = processors;
    }

    /** The answer as JSON. */
    private record Answer(String model, Size photo, List<Result> results, int facesFound, long milliseconds) {}

    private record Size(int width, int height) {}

    private record Result(@Nullable Box box, @Nullable Double score, byte[] png) {
        static Result of(Framed source, byte[] png) {
            return new Result(source.box(), source.box() == null ? null : source.score(), png);
        }
    }

    void handle(Context ctx) throws IOException {
        long start = System.nanoTime();
        Accept accept = Accept.of(ctx.header("Accept"));
        Wish wish = Wish.of(ctx, models, Set.of("model", "size", "faces"));
        intake.take(
                ctx,
                type -> type.startsWith("image/") || type.equals("application/octet-stream"),
                "image/jpeg, image/png, image/webp, image/bmp, image/gif or application/octet-stream",
                body -> {
                    Deadline deadline = Deadline.in(limits.requestTime());
                    Drawing drawing = drawn(wish.job(decoder.decode(body.bytes(), deadline), limits.faces(), deadline));
                    if (accept == Accept.PNG && drawing.found() > 1 && wish.all()) {
                        throw Problem.NOT_ACCEPTABLE.with(
                                "%d faces were found, which are no single PNG; ask for them with Accept: application/json"
                                        .formatted(drawing.found()));
                    }
                    ctx.contentType(accept.type());
                    ctx.result(processors.run(
                            () -> accept == Accept.PNG
                                    ? Images.encodePng(drawing.faces().get(0).drawn())
                                    : json(wish, drawing, (System.nanoTime() - start) / 1_000_000),
                            deadline));
                });
    }

    private Drawing drawn(Job job) {
        batcher.submit(job);
        try {
            return job.result().get(job.deadline().nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            job.result().cancel(false); // so that nothing is done for it any more
            throw Problem.TIMEOUT.with("the service has too much to do; try again in a moment");
        } catch (InterruptedException e) {
            job.result().cancel(false);
            Thread.currentThread().interrupt();
            throw Problem.NOT_READY.with("the service is shutting down");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException("the photo could not be drawn", e.getCause());
        }
    }

    private static byte[] json(Wish wish, Drawing drawing, long milliseconds) {
        List<Result> results = drawing.faces().stream()
                .map(face -> Result.of(face.source(), Images.encodePng(face.drawn())))
                .toList();
        Size size = new Size(drawing.width(), drawing.height());
        return Json.bytes(new Answer(wish.model().name(), size, results, drawing.found(), milliseconds));
    }
}

package io.github.dtn4j.serve;

import io.github.dtn4j.image.Box;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/transfer}: a photo in; its drawing, or all of its drawings with where they were found, out. */
final class TransferRoute {
    static final String PATH = "/v1/transfer";

    private final Models models;
    private final Limits limits;
    private final Intake intake;
    private final PhotoDecoder decoder;
    private final Batcher batcher;
    private final Answers answers;

    TransferRoute(Models models, Limits limits, Intake intake, PhotoDecoder decoder, Batcher batcher, Answers answers) {
        this.models = models;
        this.limits = limits;
        this.intake = intake;
        this.decoder = decoder;
        this.batcher = batcher;
        this.answers = answers;
    }

    /** The answer as JSON. */
    private record TimedCall(
            String model,
            Size photo,
            List<Result> results,
            @Nullable Integer facesFound,
            long milliseconds) {}

    private record Size(int width, int height) {}

    private record Result(@Nullable Box box, @Nullable Double score, byte[] png) {}

    void handle(Context ctx) throws IOException {
        long start = System.nanoTime();
        Accept accept = Accept.of(ctx.header("Accept"));
        TransferOptions options = TransferOptions.of(ctx, models, Set.of("model", "size", "faces"));
        intake.take(
                ctx,
                "image file",
                type -> type.startsWith("image/") || type.equals("application/octet-stream"),
                "image/jpeg, image/png, image/webp, image/bmp, image/gif or application/octet-stream",
                body -> {
                    Deadline deadline = Deadline.in(limits.requestTime());
                    Job job = options.job(
                            decoder.decode(body.bytes(), options.model()::reduce, deadline),
                            accept,
                            limits.faces(),
                            deadline);
                    body.close(); // its pixels are all that is needed
                    batcher.submit(job);
                    Drawing drawing = job.await();
                    answers.send(
                            ctx,
                            accept.type(),
                            mostBytes(options, drawing),
                            () -> accept == Accept.PNG
                                    ? options.png(drawing.faces().get(0))
                                    : json(options, drawing, (System.nanoTime() - start) / 1_000_000),
                            deadline);
                });
    }

    /** That of drawings that do not get smaller by encoding them: three bytes a pixel, in base 64. */
    private static long mostBytes(TransferOptions options, Drawing drawing) {
        return 4L * options.size() * options.size() * drawing.faces().size();
    }

    private static byte[] json(TransferOptions options, Drawing drawing, long milliseconds) {
        List<Result> results = drawing.faces().stream()
                .map(face -> new Result(rounded(face.box()), face.score(), options.png(face)))
                .toList();
        Size size = new Size(drawing.width(), drawing.height());
        Integer found = options.model().translator().findsFaces() ? drawing.found() : null;
        return Json.bytes(new TimedCall(options.model().name(), size, results, found, milliseconds));
    }

    /** To tenths of a pixel, which is more than the detector knows. */
    private static @Nullable Box rounded(@Nullable Box box) {
        return box == null
                ? null
                : new Box(tenths(box.left()), tenths(box.top()), tenths(box.width()), tenths(box.height()));
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }
}

package io.github.dtn4j.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What {@code dtn bench serve} measured.
 *
 * @param imagesPerSecond drawings that all clients together got
 * @param transferImagesPerSecond the same photos through {@code dtn transfer}, from files to files; the median of three
 * @param busy answers 503, after which a client waits as long as it is told
 * @param errors all other answers that are no drawing, and requests without an answer
 * @param memoryBeforeMb of the server, after a warm-up; 0 where the system does not tell
 * @param memoryLoadedMb at the end of the load
 * @param memoryAfterMb after another load of a quarter of the time, and a rest
 */
@JsonNaming(SnakeCaseStrategy.class)
record ServeFigures(
        double imagesPerSecond,
        double transferImagesPerSecond,
        double serveOverTransfer,
        double p50Ms,
        double p99Ms,
        int drawn,
        int busy,
        int errors,
        long memoryBeforeMb,
        long memoryLoadedMb,
        long memoryAfterMb,
        int clients,
        int seconds,
        int size)
        implements Figures {
    static ServeFigures of(
            Load.Result load,
            double transfer,
            long before,
            long loaded,
            long after,
            int clients,
            int seconds,
            int size) {
        return new ServeFigures(
                load.imagesPerSecond(),
                transfer,
                load.imagesPerSecond() / transfer,
                load.percentile(0.5),
                load.percentile(0.99),
                load.drawn(),
                load.busy(),
                load.errors(),
                before,
                loaded,
                after,
                clients,
                seconds,
                size);
    }

    @Override
    public List<String> table() {
        return List.of(
                Figures.row("dtn serve, " + clients + " clients", imagesPerSecond, "images/s"),
                Figures.row("dtn transfer, folder to folder", transferImagesPerSecond, "images/s"),
                Figures.row("dtn serve over dtn transfer", 100 * serveOverTransfer, "%"),
                Figures.row("a client waits, median", p50Ms, "ms"),
                Figures.row("a client waits, 99 of 100 at most", p99Ms, "ms"),
                Figures.row("drawings", (double) drawn, ""),
                Figures.row("answers 503, come back later", (double) busy, ""),
                Figures.row("other answers", (double) errors, ""),
                Figures.row("server's memory before the load", (double) memoryBeforeMb, "MB"),
                Figures.row("server's memory at its end", (double) memoryLoadedMb, "MB"),
                Figures.row("server's memory after another", (double) memoryAfterMb, "MB"));
    }
}

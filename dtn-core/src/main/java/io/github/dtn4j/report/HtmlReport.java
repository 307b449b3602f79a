package io.github.dtn4j.report;

import static io.github.dtn4j.report.HtmlText.duration;
import static io.github.dtn4j.report.HtmlText.escape;
import static io.github.dtn4j.report.HtmlText.number;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.report.SampleGrids.Grid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The page of a run: one file with figures, curves, sample grids and the recipe, which needs nothing from elsewhere. */
public final class HtmlReport {
    private static final long MOST_GRID_BYTES = 6L << 20; // a third more in the page

    private HtmlReport() {}

    /**
     * Writes {@code report.html} into a run folder from whatever is there of {@code recipe.yaml},
     * {@code provenance.json}, {@code evaluation.json}, {@code metrics.jsonl}, {@code samples/STEP.png} and the pictures
     * {@code nearest-photos.png} and {@code transfers.png}. Where the sample
     * grids are large or many it holds them as JPEG, or some of them, evenly picked.
     *
     * @throws DtnException if the folder is missing, a file in it is damaged or the page cannot be written
     */
    public static void write(Path runFolder) {
        if (!Files.isDirectory(runFolder)) {
            throw DtnException.usage("%s is not a run folder; name one that a training has made".formatted(runFolder));
        }
        AtomicFile.write(runFolder.resolve("report.html"), page(runFolder).getBytes(StandardCharsets.UTF_8));
    }

    private static String page(Path runFolder) {
        Path name = runFolder.toAbsolutePath().normalize().getFileName();
        String title = name == null ? "run" : name.toString();
        Metrics metrics = Metrics.read(runFolder);
        Map<Grid, String> grids = EmbeddedGrids.of(SampleGrids.all(runFolder), MOST_GRID_BYTES);
        RunSections sections = new RunSections(runFolder);
        return PageAssets.head(title, true)
                + "<h1>%s</h1>\n<p class=\"facts\">%s steps in %s</p>\n"
                        .formatted(escape(title), number((double) metrics.lastStep()), duration(metrics.wallSeconds()))
                + sections.results()
                + RunSections.samples(List.copyOf(grids.keySet()), grid -> Objects.requireNonNull(grids.get(grid)))
                + RunSections.curves(metrics)
                + sections.background()
                + "</body></html>\n";
    }
}

package io.github.dtn4j.report;

import static io.github.dtn4j.report.HtmlText.duration;
import static io.github.dtn4j.report.HtmlText.escape;
import static io.github.dtn4j.report.HtmlText.number;
import static io.github.dtn4j.report.HtmlText.words;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The page of a run: one file with figures, curves, sample grids and the recipe, which needs nothing from elsewhere. */
public final class HtmlReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_GRIDS = 12;

    private final Path runFolder;
    private final Metrics metrics;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(Path runFolder) {
        this.runFolder = runFolder;
        this.metrics = Metrics.read(runFolder);
    }

    /**
     * Writes {@code report.html} into a run folder from whatever is there of {@code recipe.yaml},
     * {@code provenance.json}, {@code evaluation.json}, {@code metrics.jsonl}, {@code samples/STEP.png} and the pictures
     * {@code nearest-photos.png} and {@code transfers.png}.
     *
     * @throws DtnException if the folder is missing, a file in it is damaged or the page cannot be written
     */
    public static void write(Path runFolder) {
        if (!Files.isDirectory(runFolder)) {
            throw DtnException.usage("%s is not a run folder; name one that a training has made".formatted(runFolder));
        }
        byte[] page = new HtmlReport(runFolder).page().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(runFolder.resolve("report.html"), page);
    }

    private String page() {
        Path name = runFolder.toAbsolutePath().normalize().getFileName();
        String title = name == null ? "run" : escape(name.toString());
        html.append("""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title><style>
                %s</style></head><body>
                <h1>%s</h1>
                <p class="facts">%s steps in %s</p>
                """.formatted(
                title, styleSheet(), title, number((double) metrics.lastStep()), duration(metrics.wallSeconds())));
        figures();
        picture("nearest-photos.png", "Unseen people", "photo, drawing, and the photos nearest to the drawing");
        picture("transfers.png", "Unseen images", "each image of the source with its transfer at its right");
        samples();
        curves();
        table("Provenance", json("provenance.json"));
        recipe();
        return html.append("</body></html>\n").toString();
    }

    /** What the evaluation measured: single numbers large, the rest as a table. */
    private void figures() {
        JsonNode evaluation = json("evaluation.json");
        html.append("<div class=\"figures\">");
        for (Map.Entry<String, JsonNode> field : evaluation.properties()) {
            if (field.getValue().isNumber()) {
                html.append("<div class=\"figure\"><b>%s</b><span>%s</span></div>"
                        .formatted(number(field.getKey(), field.getValue()), words(field.getKey())));
            }
        }
        html.append("</div>\n");
        Map<String, JsonNode> rest = new TreeMap<>();
        evaluation.properties().stream()
                .filter(field -> !field.getValue().isNumber())
                .forEach(field -> rest.put(field.getKey(), field.getValue()));
        table("Details", JSON.valueToTree(rest));
    }

    /** Not every run has each picture. */
    private void picture(String name, String title, String caption) {
        Path file = runFolder.resolve(name);
        if (Files.exists(file)) {
            String png = Base64.getEncoder().encodeToString(bytes(file));
            html.append("<h2>%s</h2>\n<figure><img alt=\"\" src=\"data:image/png;base64,%s\">".formatted(title, png))
                    .append("<figcaption>%s</figcaption></figure>\n".formatted(caption));
        }
    }

    private void samples() {
        List<SampleGrids.Grid> grids = SampleGrids.pick(runFolder, MOST_GRIDS);
        if (grids.isEmpty()) {
            return;
        }
        html.append("<h2>Samples over time</h2>\n<div class=\"samples\">\n");
        for (SampleGrids.Grid grid : grids) {
            String png = Base64.getEncoder().encodeToString(bytes(grid.file()));
            html.append(
                    "<figure><img alt=\"\" src=\"data:image/png;base64,%s\"><figcaption>step %d</figcaption></figure>\n"
                            .formatted(png, grid.step()));
        }
        html.append("</div>\n");
    }

    private void curves() {
        if (metrics.series().isEmpty()) {
            return;
        }
        html.append("<h2>Curves</h2>\n<div class=\"curves\">\n");
        metrics.series().forEach((name, points) -> {
            double last = points.get(points.size() - 1).value();
            html.append("<figure><figcaption>%s <b>%s</b></figcaption>%s</figure>\n"
                    .formatted(escape(name), number(last), SvgChart.of(name, points)));
        });
        html.append("</div>\n");
    }

    private void recipe() {
        Path file = runFolder.resolve("recipe.yaml");
        if (Files.exists(file)) {
            String text = new String(bytes(file), StandardCharsets.UTF_8);
            html.append("<h2>Recipe</h2>\n<pre>").append(escape(text)).append("</pre>\n");
        }
    }

    private void table(String title, JsonNode object) {
        if (object.isEmpty()) {
            return;
        }
        html.append("<h2>").append(title).append("</h2>\n<table>\n");
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            html.append("<tr><th>%s</th><td>%s</td></tr>\n".formatted(words(field.getKey()), cell(field.getValue())));
        }
        html.append("</table>\n");
    }

    private static String cell(JsonNode value) {
        if (ConfusionTable.fits(value)) {
            return ConfusionTable.html(value);
        }
        return escape(value.isValueNode() ? value.asText() : value.toString().replace(",", ", "));
    }

    /** The object in a file of the run folder, empty where there is no such file. */
    private JsonNode json(String name) {
        Path file = runFolder.resolve(name);
        if (!Files.exists(file)) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(bytes(file));
        } catch (JsonProcessingException e) {
            throw DtnException.failure("%s is not JSON: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    static String styleSheet() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(Optional.ofNullable(in).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw cannotRead(Path.of("report.css"), e);
        }
    }

    private static DtnException cannotRead(Path file, IOException cause) {
        return DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(cause)), cause);
    }
}

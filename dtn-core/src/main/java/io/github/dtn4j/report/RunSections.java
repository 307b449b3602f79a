package io.github.dtn4j.report;

import static io.github.dtn4j.report.HtmlText.areShares;
import static io.github.dtn4j.report.HtmlText.escape;
import static io.github.dtn4j.report.HtmlText.number;
import static io.github.dtn4j.report.HtmlText.shares;
import static io.github.dtn4j.report.HtmlText.words;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.report.SampleGrids.Grid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The sections of a run's page, the same in its report and while it goes on: HTML of what the folder holds by now, empty
 * where there is nothing yet. Each throws {@link DtnException} if a file it reads is damaged or cannot be read.
 *
 * @param runFolder may be missing
 */
public record RunSections(Path runFolder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the evaluation measured, single numbers large, and the pictures drawn at the end. */
    public String results() {
        JsonNode evaluation = json("evaluation.json");
        StringBuilder html = new StringBuilder();
        Map<String, JsonNode> details = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : evaluation.properties()) {
            if (field.getValue().isNumber()) {
                html.append(figure(field.getKey(), field.getValue()));
            } else {
                details.put(field.getKey(), field.getValue());
            }
        }
        for (String name : List.of("grain", "flat", "diversity")) {
            JsonNode value = evaluation.path("picture").path(name);
            html.append(value.isNumber() ? figure(name, value) : "");
        }
        String figures = html.isEmpty() ? "" : "<h2>Results</h2>\n<div class=\"figures\">%s</div>\n".formatted(html);
        JsonNode kept = json("provenance.json").path("kept");
        return figures
                + (kept.isTextual() ? "<p>%s</p>\n".formatted(escape(kept.asText())) : "")
                + table("Details", JSON.valueToTree(details))
                + picture(
                        "nearest-photos.png", "Unseen people", "photo, drawing, and the photos nearest to the drawing")
                + picture("transfers.png", "Unseen images", "each image of the source with its transfer at its right");
    }

    private static String figure(String name, JsonNode value) {
        return "<div class=\"figure\"><b>%s</b><span>%s</span></div>".formatted(number(name, value), words(name));
    }

    /**
     * Sample grids over time.
     *
     * @param address where a page finds the picture, as it is to stand in {@code src}
     */
    public static String samples(List<Grid> grids, Function<Grid, String> address) {
        if (grids.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<h2>Samples over time</h2>\n<div class=\"samples\">\n");
        for (Grid grid : grids) {
            html.append("""
                    <figure data-step="%1$d" tabindex="0"><figcaption>step %1$d</figcaption>\
                    <img alt="samples at step %1$d" loading="lazy" src="%2$s"></figure>
                    """.formatted(grid.step(), escape(address.apply(grid))));
        }
        return html.append("</div>\n").toString();
    }

    /** A curve for each metric. */
    public static String curves(Metrics metrics) {
        if (metrics.series().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<h2>Curves</h2>\n<div class=\"curves\">\n");
        metrics.series().forEach((name, points) -> {
            double last = points.get(points.size() - 1).value();
            html.append("<figure><figcaption>%s <b>%s</b></figcaption>%s</figure>\n"
                    .formatted(escape(name), number(last), SvgChart.of(name, points)));
        });
        return html.append("</div>\n").toString();
    }

    /** Where the model comes from, and the recipe. */
    public String background() {
        Path recipe = runFolder.resolve("recipe.yaml");
        String text = Files.exists(recipe) ? new String(bytes(recipe), StandardCharsets.UTF_8) : "";
        return table("Provenance", json("provenance.json"))
                + (text.isEmpty()
                        ? ""
                        : "<h2>Recipe</h2>\n<pre tabindex=\"0\" role=\"region\" aria-label=\"recipe\">%s</pre>\n"
                                .formatted(escape(text)));
    }

    private String picture(String name, String title, String caption) {
        Path file = runFolder.resolve(name);
        if (!Files.exists(file)) {
            return "";
        }
        return "<h2>%s</h2>\n<figure><img alt=\"%s\" src=\"%s\"><figcaption>%s</figcaption></figure>\n"
                .formatted(title, title, embedded(file), caption);
    }

    private static String table(String title, JsonNode object) {
        if (object.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<h2>%s</h2>\n<div class=\"wide\"><table>\n".formatted(title));
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            html.append("<tr><th>%s</th><td>%s</td></tr>\n".formatted(words(field.getKey()), cell(field.getValue())));
        }
        return html.append("</table></div>\n").toString();
    }

    private static String cell(JsonNode value) {
        if (ConfusionTable.fits(value)) {
            return ConfusionTable.html(value);
        }
        if (areShares(value)) {
            return shares(value);
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

    /** A PNG as an address that holds it. */
    private static String embedded(Path png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes(png));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private static DtnException cannotRead(Path file, IOException cause) {
        return DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(cause)), cause);
    }
}

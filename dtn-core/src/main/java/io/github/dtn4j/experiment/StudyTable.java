package io.github.dtn4j.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.evaluate.FiguresJson;
import io.github.dtn4j.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a study found: a line a variant, with mean, standard deviation and every seed.
 *
 * @param seeds all that were asked for, finished or not
 * @param scale how much shorter than the recipe the trainings are
 */
record StudyTable(Study study, List<Long> seeds, Scale scale, List<Line> lines) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Figure STEPS = new Figure("steps", "steps", Figure.Unit.NUMBER, "/training/steps");
    private static final Figure SECONDS = new Figure("seconds", "seconds", Figure.Unit.NUMBER, "/training/seconds");

    /** Heads of the columns. */
    List<String> head() {
        List<String> head = new ArrayList<>(List.of("variant"));
        if (hasPaper()) {
            head.add("paper, %");
        }
        head.add(study.rows().get(0).figure().heading());
        extras().forEach(extra -> head.add(extra.heading()));
        head.add("steps");
        head.add("minutes of training");
        return head;
    }

    /** Texts of the cells, by line. */
    List<List<String>> body() {
        return lines.stream().map(this::cells).toList();
    }

    private List<String> cells(Line line) {
        List<String> cells = new ArrayList<>(List.of(line.row().title()));
        if (hasPaper()) {
            cells.add(paper(line.row()));
        }
        cells.add(
                line.runs().size() == seeds.size() || line.failed()
                        ? line.text()
                        : "%s [%s of %s seeds]"
                                .formatted(line.text(), line.runs().size(), seeds.size()));
        extras().forEach(extra -> cells.add(line.cell(extra).text()));
        cells.add(mean(line.cell(STEPS), "%.0f", 1));
        cells.add(mean(line.cell(SECONDS), "%.1f", 60));
        return cells;
    }

    private static String mean(Cell cell, String format, double unit) {
        return cell.empty() ? "–" : String.format(Locale.ROOT, format, cell.mean() / unit);
    }

    private static String paper(Row row) {
        @Nullable Double paper = row.paper();
        return paper == null ? "–" : String.format(Locale.ROOT, "%.2f", 100 * paper);
    }

    private boolean hasPaper() {
        return study.rows().stream().anyMatch(row -> row.paper() != null);
    }

    private List<Figure> extras() {
        Figure main = study.rows().get(0).figure();
        return Line.present(study.extras(), lines).stream()
                .filter(extra -> !extra.equals(main))
                .toList();
    }

    /** What a reader has to know beside the figures. */
    String conditions() {
        String seeds = this.seeds.stream().map(Object::toString).collect(Collectors.joining(", "));
        String recipes =
                lines.stream().map(line -> data(line.recipe())).distinct().collect(Collectors.joining(" "));
        return "%s Seeds %s; mean ± standard deviation (each seed).%s"
                .formatted(
                        recipes,
                        seeds,
                        scale.factor() == 1
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        " Epochs and steps are %.3f of the recipe's, to fit a budget of time.",
                                        scale.factor()));
    }

    private static String data(Recipe recipe) {
        String test = recipe.data().sourceTest();
        return "Recipe %s: S %s, T %s, test %s."
                .formatted(
                        recipe.name(), recipe.data().source(), recipe.data().target(), test.isEmpty() ? "none" : test);
    }

    /** As a table in Markdown, under its title. */
    String markdown() {
        StringBuilder text = new StringBuilder("# %s%n%n%s%n%n".formatted(study.title(), conditions()));
        text.append(markdown(head()))
                .append(markdown(head().stream().map(cell -> "---").toList()));
        body().forEach(cells -> text.append(markdown(cells)));
        return text.toString();
    }

    private static String markdown(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |" + System.lineSeparator()));
    }

    /** As JSON, with all figures of every run; {@code docs/figures.schema.json} describes it. */
    String json() {
        ObjectNode table = JSON.createObjectNode();
        table.put("kind", "experiment").put("study", study.name()).put("title", study.title());
        table.put("scale", scale.factor());
        seeds.forEach(table.putArray("seeds")::add);
        ArrayNode rows = table.putArray("rows");
        lines.forEach(line -> describe(line, rows.addObject()));
        return FiguresJson.text(table);
    }

    private void describe(Line line, ObjectNode row) {
        row.put("name", line.row().name()).put("title", line.row().title());
        describe(line.recipe(), row.put("recipe", line.recipe().name()).putObject("data"));
        line.row().variant().settings().forEach(row.putArray("settings")::add);
        if (line.row().paper() != null) {
            row.put("paper", line.row().paper());
        }
        ObjectNode figures = row.putObject("figures");
        describe(line.cell(), figures);
        extras().forEach(extra -> describe(line.cell(extra), figures));
        ObjectNode runs = row.putObject("runs");
        line.runs().forEach((seed, measured) -> runs.set(Long.toString(seed), measured));
    }

    private static void describe(Recipe recipe, ObjectNode data) {
        data.put("source", recipe.data().source()).put("target", recipe.data().target());
        data.put("validation", recipe.data().sourceValidation())
                .put("test", recipe.data().sourceTest());
    }

    private static void describe(Cell cell, ObjectNode figures) {
        if (cell.empty()) {
            return;
        }
        ObjectNode figure = figures.putObject(cell.figure().name());
        figure.put("mean", cell.mean());
        if (cell.values().size() > 1) {
            figure.put("standard_deviation", cell.deviation());
        }
        ObjectNode values = figure.putObject("values");
        for (Map.Entry<Long, Double> value : cell.values().entrySet()) {
            values.put(Long.toString(value.getKey()), value.getValue());
        }
    }
}

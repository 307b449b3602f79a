package io.github.dtn4j.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.recipe.Recipe;
import java.util.List;
import java.util.Map;

/**
 * A row of a study with what its runs gave.
 *
 * @param recipe of its runs, but for the seed
 * @param runs figures of each finished run, by seed
 */
record Line(Row row, Recipe recipe, Map<Long, ObjectNode> runs) {
    Cell cell() {
        return Cell.of(row.figure(), runs);
    }

    /** True if a run diverged; the others then count for nothing. */
    boolean failed() {
        return runs.values().stream()
                .anyMatch(run -> run.at("/training/diverged").asBoolean());
    }

    /** The figure in words. */
    String text() {
        return failed() ? "diverged" : cell().text();
    }

    Cell cell(Figure extra) {
        return Cell.of(extra, runs);
    }

    /** Those of {@code all} that any run of a study has. */
    static List<Figure> present(List<Figure> all, List<Line> lines) {
        return all.stream()
                .filter(figure ->
                        lines.stream().anyMatch(line -> !line.cell(figure).empty()))
                .toList();
    }
}

package io.github.dtn4j.experiment;

import java.util.List;

/**
 * A question that is answered by training in several ways.
 *
 * @param name the word on the command line
 * @param title one line
 * @param rows of its table, in order
 * @param extras further numbers of each row's runs
 * @param adapts whether classifiers are trained on transferred images, too (paper, table 2)
 * @param curves whether the way there is part of the answer: accuracy by step
 */
record Study(String name, String title, List<Row> rows, List<Figure> extras, boolean adapts, boolean curves) {
    Study {
        rows = List.copyOf(rows);
        extras = List.copyOf(extras);
    }

    /** The trainings, each once, in the order of the rows. */
    List<Variant> variants() {
        return rows.stream().map(Row::variant).distinct().toList();
    }
}

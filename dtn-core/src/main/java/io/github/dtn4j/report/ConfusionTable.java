package io.github.dtn4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A confusion matrix in the page: a row for each label, a column for what was read, cells shaded by their share of the row. */
final class ConfusionTable {
    private static final double FAINTEST = 0.1; // so that a single image among hundreds can be seen
    private static final double STRONGEST = 0.6; // so that the number can be read

    private ConfusionTable() {}

    /** Whether a value is a square of counts. */
    static boolean fits(JsonNode value) {
        return value.isArray()
                && !value.isEmpty()
                && all(
                        value,
                        row -> row.isArray() && row.size() == value.size() && all(row, JsonNode::isIntegralNumber));
    }

    private static boolean all(JsonNode values, Predicate<JsonNode> test) {
        return StreamSupport.stream(values.spliterator(), false).allMatch(test);
    }

    static String html(JsonNode rows) {
        StringBuilder html = new StringBuilder("<table class=\"confusion\"><tr><th>label \\ read as</th>");
        for (int read = 0; read < rows.size(); read++) {
            html.append("<th>").append(read).append("</th>");
        }
        html.append("</tr>");
        for (int label = 0; label < rows.size(); label++) {
            html.append("<tr><th>").append(label).append("</th>");
            long sum = StreamSupport.stream(rows.get(label).spliterator(), false)
                    .mapToLong(JsonNode::asLong)
                    .sum();
            rows.get(label).forEach(count -> html.append(cell(count.asLong(), sum)));
            html.append("</tr>");
        }
        return html.append("</table>").toString();
    }

    private static String cell(long count, long sum) {
        if (count == 0) {
            return "<td>0</td>";
        }
        double shade = FAINTEST + (STRONGEST - FAINTEST) * count / sum;
        return String.format(Locale.ROOT, "<td style=\"background: rgba(9, 105, 218, %.2f)\">%d</td>", shade, count);
    }
}

package io.github.dtn4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A confusion matrix in the page: a row for each label, a column for what was read, cells shaded by their share of the row. */
final class ConfusionTable {
    private static final int SHADES =
            10; // classes shade-0 to shade-10 of the style sheet, which the page's policy allows

    private ConfusionTable() {}

    /** True if a value is a square of counts. */
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
        long shade = Math.round((double) SHADES * count / sum);
        return "<td class=\"shade-" + shade + "\">" + count + "</td>";
    }
}

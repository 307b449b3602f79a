package io.github.dtn4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** How names and numbers are written in the page, the same in every locale. */
public final class HtmlText {
    private static final Set<String> SHARES = Set.of("flat", "meaning");

    private HtmlText() {}

    /** A figure of the given name: accuracies, which are shares, as percentages. */
    static String number(String name, JsonNode value) {
        double number = value.asDouble();
        boolean share = (name.contains("accuracy") || SHARES.contains(name)) && number >= 0 && number <= 1;
        return share ? String.format(Locale.ROOT, "%.2f %%", 100 * number) : number(number);
    }

    /** True if it is a list of shares, or of none where there was nothing to count, such as accuracies by class. */
    static boolean areShares(JsonNode list) {
        boolean all = list.isArray();
        boolean fraction = false; // whole numbers alone may be anything
        for (JsonNode share : list) {
            all &= share.isNull() || share.isNumber() && share.asDouble() >= 0 && share.asDouble() <= 1;
            fraction |= share.isFloatingPointNumber();
        }
        return all && fraction;
    }

    /** A list of shares as percentages. */
    static String shares(JsonNode list) {
        StringJoiner row = new StringJoiner("&ensp;");
        for (JsonNode share : list) {
            row.add(share.isNull() ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share.asDouble()));
        }
        return row.toString();
    }

    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        boolean plain = Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6;
        return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", value);
    }

    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }

    /** A key as people write it, escaped. */
    static String words(String key) {
        return escape(key.replace('_', ' '));
    }

    /** Text for use between tags and within double or single quotes. */
    public static String escape(String text) {
        return text.codePoints()
                .mapToObj(c -> switch (c) {
                    case '&' -> "&amp;";
                    case '<' -> "&lt;";
                    case '>' -> "&gt;";
                    case '"' -> "&quot;";
                    case '\'' -> "&#39;";
                    default -> Character.toString(c);
                })
                .collect(Collectors.joining());
    }
}

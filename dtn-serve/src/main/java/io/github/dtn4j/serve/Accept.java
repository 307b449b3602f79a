package io.github.dtn4j.serve;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which of the forms of an answer a client wants, from its Accept header (RFC 9110, 12.5.1). */
enum Accept {
    PNG("image/png"),
    JSON("application/json");

    private final String type;

    Accept(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    /**
     * The form with the highest weight; PNG where both have the same.
     *
     * @throws ProblemException if the client takes none of them
     */
    static Accept of(@Nullable String header) {
        double png = PNG.weight(header);
        double json = JSON.weight(header);
        if (png <= 0 && json <= 0) {
            throw Problem.NOT_ACCEPTABLE.with("the answer is image/png or application/json; accept one of them");
        }
        return png >= json ? PNG : JSON;
    }

    /** The weight of the most specific range that covers this type; 0 if none does. */
    private double weight(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return 1;
        }
        double weight = 0;
        int best = -1;
        for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            int closeness = closeness(parts[0].strip());
            if (closeness > best) {
                best = closeness;
                weight = weight(parts);
            }
        }
        return weight;
    }

    private int closeness(String range) {
        if (range.equals(type)) {
            return 2;
        }
        if (range.equals(type.substring(0, type.indexOf('/')) + "/*")) {
            return 1;
        }
        return range.equals("*/*") ? 0 : -1;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.matches("q=[01](\\.\\d{0,3})?")) {
                return Double.parseDouble(parameter.substring(2));
            }
        }
        return 1;
    }
}

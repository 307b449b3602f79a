package io.github.dtn4j.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a benchmark measured: a record of numbers, for programs and for people. */
interface Figures {
    /** The figures as people read them. */
    List<String> table();

    /** Prints one line of JSON, or the table. */
    default void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(json());
        } else {
            table().forEach(out::println);
        }
        out.flush();
    }

    private String json() {
        try {
            return new ObjectMapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers did not become JSON", e);
        }
    }

    /** A line of a table; null is what was not measured. */
    static String row(String name, @Nullable Double value, String unit) {
        return value == null
                ? "%-36s %9s".formatted(name, "-")
                : String.format(Locale.ROOT, "%-36s %9.2f %s", name, value, unit);
    }
}

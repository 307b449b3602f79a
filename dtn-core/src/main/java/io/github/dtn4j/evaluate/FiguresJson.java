package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Figures as JSON, the same for everything that measures: an object whose {@code kind} says what its other keys mean, as
 * {@code docs/figures.schema.json} describes them.
 */
public final class FiguresJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private FiguresJson() {}

    /** Figures that are a record with annotated components. */
    static String of(String kind, Object figures) {
        ObjectNode node = JSON.createObjectNode().put("kind", kind);
        node.setAll((ObjectNode) JSON.valueToTree(figures));
        return text(node);
    }

    /** Figures that are a tree already, {@code kind} among its keys. */
    public static String text(ObjectNode figures) {
        try {
            return JSON.writeValueAsString(figures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures did not become JSON", e);
        }
    }
}

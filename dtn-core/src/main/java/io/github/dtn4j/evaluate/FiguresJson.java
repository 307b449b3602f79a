package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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

    /**
     * Figures of a run's model with those of its kept step beside them.
     *
     * @param figures a JSON object of this form, or null where nothing else was measured
     * @param meaning how much of x f reads in G(x), 0 to 1
     */
    public static String withKeptStep(@Nullable String figures, long step, double meaning, PictureFigures picture) {
        ObjectNode node = figures == null ? JSON.createObjectNode().put("kind", "picture") : read(figures);
        node.put("kept_step", step).put("meaning", meaning);
        return text(node.set("picture", JSON.valueToTree(picture)));
    }

    /**
     * Figures of a run's model with those of its kept step, which the run has written into a file.
     *
     * @param figures a JSON object of this form
     * @throws DtnException if the file cannot be read
     */
    public static String withKeptStep(String figures, Path run) {
        try {
            ObjectNode kept = read(Files.readString(run)).retain("kept_step", "meaning", "picture");
            ObjectNode node = read(figures);
            node.setAll(kept);
            return text(node);
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(run, DtnException.reason(e)), e);
        }
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no figures: " + json, e);
        }
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

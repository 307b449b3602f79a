package io.github.dtn4j.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of a {@code metrics.jsonl}. */
final class MetricsFile {
    static final String NAME = "metrics.jsonl";
    static final String STEP = "step";
    static final String WALL_SECONDS = "wall_seconds";

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private MetricsFile() {}

    /**
     * One line.
     *
     * @param text as it stands in the file
     * @param node the same, parsed: an object with a {@code step}
     */
    record Line(String text, JsonNode node) {
        long step() {
            return node.get(STEP).asLong();
        }

        double wallSeconds() {
            return node.path(WALL_SECONDS).asDouble();
        }
    }

    /** All whole lines: the last one is left out where it was torn by a kill. */
    static List<Line> read(Path file) {
        String content = content(file);
        String[] texts = content.split("\n", -1);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < texts.length - 1; i++) { // what follows the last line end is empty or torn
            if (!texts[i].isBlank()) {
                lines.add(line(file, i + 1, texts[i]));
            }
        }
        return lines;
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /**
     * One line of the file.
     *
     * @param number of the line, from 1, for the message
     * @throws DtnException if it is damaged
     */
    static Line line(Path file, int number, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.path(STEP).isIntegralNumber()) {
                return new Line(text, node);
            }
        } catch (JsonProcessingException e) {
            throw damaged(file, number, e);
        }
        throw damaged(file, number, new IllegalArgumentException("no step"));
    }

    static DtnException damaged(Path file, int number, Exception cause) {
        return DtnException.failure(
                "%s, line %d is not a line of metrics; remove it to go on".formatted(file, number), cause);
    }
}

package io.github.dtn4j.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.report.Metrics;
import io.github.dtn4j.report.Metrics.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All that was measured of one run, from the files in its folder, as one JSON object. */
final class Figures {
    static final String ACCURACY = "evaluation.json";
    static final String ADAPTATION = "adaptation.json";
    static final String TRANSLATION = "translation.json";
    static final String DIVERGED = "diverged.txt";
    private static final String VALIDATION = "accuracy/validation";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Figures() {}

    /**
     * Gathers them: {@code accuracy} and {@code adaptation} as {@code dtn evaluate} prints them, {@code translation} with what needs no label, {@code curve} with the
     * validation accuracy by step, and {@code training} with steps and seconds. What was not measured is left out.
     */
    static ObjectNode of(Path run) {
        ObjectNode figures = JSON.createObjectNode();
        add(figures, "accuracy", run.resolve(ACCURACY));
        if (!figures.at("/accuracy/kind").asText().equals("accuracy")) {
            figures.remove("accuracy"); // other figures of a run without a classifier of T
        }
        add(figures, "adaptation", run.resolve(ADAPTATION));
        add(figures, "translation", run.resolve(TRANSLATION));
        Metrics metrics = Metrics.read(run);
        List<Point> points = metrics.series().getOrDefault(VALIDATION, List.of());
        if (!points.isEmpty()) {
            figures.set("curve", curve(points));
        }
        ObjectNode training = figures.putObject("training");
        training.put("steps", metrics.lastStep()).put("seconds", Math.round(metrics.wallSeconds()));
        add(training, "provenance", run.resolve("provenance.json"));
        boolean noted = training.path("provenance").has("diverged"); // its model is the best step before that
        training.put("diverged", noted || Files.exists(run.resolve(DIVERGED)));
        return figures;
    }

    private static ObjectNode curve(List<Point> points) {
        ObjectNode curve = JSON.createObjectNode();
        ArrayNode steps = curve.putArray("steps");
        ArrayNode accuracies = curve.putArray("validation_accuracy");
        for (Point point : points) {
            steps.add(point.step());
            accuracies.add(point.value());
        }
        List<Point> secondHalf = points.subList(points.size() / 2, points.size());
        curve.put("last", points.get(points.size() - 1).value());
        curve.put("least", secondHalf.stream().mapToDouble(Point::value).min().orElseThrow());
        return curve;
    }

    private static void add(ObjectNode figures, String name, Path file) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            JsonNode content = JSON.readTree(Files.readAllBytes(file));
            figures.set(name, content);
        } catch (JsonProcessingException e) {
            throw DtnException.failure(
                    "%s is not JSON: %s; remove it to measure again".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }
}

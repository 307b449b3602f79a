package io.github.dtn4j.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.run.StageTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How a study is made to fit a budget of time. It is made once, from a short trial, and kept beside the table: a study that goes
 * on must go on with the same numbers.
 *
 * @param file where it is kept
 */
record Plan(Path file, Sources sources) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double RESERVE = 0.9; // share of the budget that is planned with; machines have slow moments
    private static final double PATIENCE = 3; // seconds to time a stage, at most

    /**
     * The scale with which all runs take about the budget.
     *
     * @param children all runs, as long as their recipes want them
     * @param encoders how many encoders they share
     * @throws DtnException if what does not depend on the number of steps takes longer than that
     */
    Scale scale(Duration budget, List<Child> children, int encoders) {
        String study = Child.hash(
                budget + children.stream().map(Child::recipe).toList().toString());
        if (Files.exists(file)) {
            JsonNode kept = read();
            if (kept.path("study").asText().equals(study)) {
                return new Scale(kept.path("scale").asDouble());
            }
        }
        Recipe recipe = children.get(0).recipe();
        StageTimes times = StageTimes.measure(recipe, null, sources, PATIENCE);
        double fixed = children.size() * 2 * times.embedding() * times.images(); // f(x), and measuring
        double encoder =
                times.encoderStep() * times.encoderSteps() * recipe.pretrain().epochs();
        double training = times.warmStep() * recipe.train().warmStartSteps()
                + times.step() * recipe.train().steps();
        double scaled = encoders * encoder + children.size() * training;
        double left = RESERVE * budget.toSeconds() - fixed;
        if (left < 0.001 * scaled) {
            throw DtnException.usage(String.format(
                    Locale.ROOT,
                    "a budget of %,d seconds is too small: reading images and measuring takes about %,.0f seconds in %d runs",
                    budget.toSeconds(),
                    fixed,
                    children.size()));
        }
        Scale scale = new Scale(Math.min(1, left / scaled));
        ObjectNode kept = JSON.createObjectNode();
        kept.put("study", study).put("budget_seconds", budget.toSeconds()).put("scale", scale.factor());
        kept.put("whole_seconds", Math.round(fixed + scaled));
        AtomicFile.write(file, kept.toPrettyString().getBytes(StandardCharsets.UTF_8));
        return scale;
    }

    private JsonNode read() {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw DtnException.failure("%s is not JSON; remove it to plan anew".formatted(file), e);
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }
}

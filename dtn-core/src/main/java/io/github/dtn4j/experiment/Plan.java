package io.github.dtn4j.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.PretrainSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.run.StageTimes;
import io.github.dtn4j.run.Watcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a study is made to fit a budget of time. It is made once, from the first steps of each variant, and kept beside the table: a
 * study that goes on, or gets more seeds, must go on with the same numbers.
 *
 * @param file where it is kept
 */
record Plan(Path file, Sources sources) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double RESERVE = 0.9; // share of the budget that is planned with; machines have slow moments
    private static final double PATIENCE = 3; // seconds to time a stage, at most
    private static final double PATIENCE_SHARE = 0.001; // of the budget
    private static final double LEAST = 0.001; // of the recipe's steps; below it nothing is trained

    /**
     * The scale with which all runs take about the budget.
     *
     * @param recipes of the variants, with one seed, as long as they want to be
     * @param seeds how many runs there are of each
     * @param readers the recipe of the networks that read drawings in a study of adaptation, else null
     * @throws DtnException if what does not depend on the number of steps takes longer than that
     */
    Scale scale(Duration budget, List<Recipe> recipes, int seeds, @Nullable Recipe readers) {
        String study = Child.hash(budget + recipes.toString());
        if (Files.exists(file)) {
            JsonNode kept = read();
            if (kept.path("study").asText().equals(study)) {
                return scale(kept.path("scale").asDouble());
            }
        }
        Times times = Times.NONE;
        Set<Path> encoders = new HashSet<>();
        for (Recipe recipe : recipes) {
            double patience = Math.min(PATIENCE, PATIENCE_SHARE * budget.toMillis() / 1000.0);
            boolean ownEncoder = SharedEncoders.trains(recipe)
                    && encoders.add(new SharedEncoders(file, sources, Watcher.NONE, () -> false).file(recipe));
            times = times.plus(
                    Times.of(StageTimes.measure(recipe, readers, sources, patience), recipe, ownEncoder, readers));
        }
        Scale scale = times.times(seeds).within(budget);
        ObjectNode kept = JSON.createObjectNode();
        kept.put("study", study).put("budget_seconds", budget.toSeconds()).put("scale", scale.factor());
        kept.put("whole_seconds", Math.round(seeds * (times.fixed + times.scaled)));
        AtomicFile.write(file, kept.toPrettyString().getBytes(StandardCharsets.UTF_8));
        return scale;
    }

    /**
     * What runs take, in seconds.
     *
     * @param fixed whatever the scale is: f(x) of all images, and measuring, which takes about as long
     * @param scaled at scale 1
     */
    record Times(double fixed, double scaled) {
        static final Times NONE = new Times(0, 0);
        private static final int READERS = 6; // first, three rounds of self-training, on S, on labelled T

        static Times of(StageTimes stages, Recipe recipe, boolean ownEncoder, @Nullable Recipe readers) {
            double encoder = ownEncoder
                    ? stages.encoderStep()
                            * stages.encoderSteps()
                            * recipe.pretrain().epochs()
                    : 0;
            double training = stages.warmStep() * recipe.train().warmStartSteps()
                    + stages.step() * recipe.train().steps();
            double reading = readers == null
                    ? 0
                    : READERS
                            * stages.judgeStep()
                            * stepsOnSource(stages, readers.pretrain())
                            * readers.pretrain().epochs();
            return new Times(2 * stages.embedding() * stages.images(), encoder + training + reading);
        }

        /** Steps of an epoch on G(S); the stages have timed the readers on T. */
        private static double stepsOnSource(StageTimes stages, PretrainSpec spec) {
            return (double) stages.images() / spec.batch() - stages.judgeSteps();
        }

        Times plus(Times other) {
            return new Times(fixed + other.fixed, scaled + other.scaled);
        }

        Times times(int count) {
            return new Times(count * fixed, count * scaled);
        }

        /** The scale at which it takes a budget, but for a reserve. */
        Scale within(Duration budget) {
            double left = RESERVE * budget.toMillis() / 1000.0 - fixed;
            if (left < LEAST * scaled) {
                throw DtnException.usage(String.format(
                        Locale.ROOT,
                        "a budget of %,d seconds is too small: embedding images and measuring alone take about %,.0f",
                        budget.toSeconds(),
                        fixed));
            }
            return new Scale(Math.min(1, left / scaled));
        }
    }

    private Scale scale(double factor) {
        if (!(factor > 0 && factor <= 1)) { // nor NaN
            throw DtnException.failure(
                    "%s is damaged: its scale is %s; remove it to plan anew".formatted(file, factor));
        }
        return new Scale(factor);
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

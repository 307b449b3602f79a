package io.github.dtn4j.experiment;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.run.TrainRun;
import io.github.dtn4j.run.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A few steps of every stage of a run, to learn what the whole of it takes on this machine. */
record Trial(Path folder, Sources sources, Path models, Watcher watcher, BooleanSupplier stop) {
    private static final int STEPS = 10;

    /**
     * What a run takes, in seconds.
     *
     * @param encoderSeconds all epochs of f's training
     * @param trainingSeconds warm start and steps
     * @param fixedSeconds the rest: images, embeddings, figures
     */
    record Times(double encoderSeconds, double trainingSeconds, double fixedSeconds) {}

    /** Makes the trial, in a folder that it removes. */
    Times measure(Recipe recipe) {
        watcher.say("timing a few steps to plan with");
        StageClock clock = new StageClock(watcher);
        long begin = System.nanoTime();
        try (RunFolder run = RunFolder.at(folder, shortened(recipe));
                TrainRun training = new TrainRun(run, sources, models, clock, stop)) {
            training.run();
        } finally {
            remove();
        }
        double encoder = clock.secondsPerStep("encoder");
        double warm = clock.secondsPerStep("warm start");
        double step = clock.secondsPerStep("train");
        double spent =
                encoder * clock.steps("encoder") + warm * clock.steps("warm start") + step * clock.steps("train");
        return new Times(
                encoder * clock.steps("encoder") * recipe.pretrain().epochs(),
                warm * recipe.train().warmStartSteps() + step * recipe.train().steps(),
                Math.max(0, (System.nanoTime() - begin) / 1e9 - spent));
    }

    private static Recipe shortened(Recipe recipe) {
        return recipe(
                recipe,
                "pretrain.epochs=1",
                "train.warmStartSteps=" + Math.min(STEPS, recipe.train().warmStartSteps()),
                "train.steps=" + STEPS,
                "upscaler.images=");
    }

    private static Recipe recipe(Recipe recipe, String... changes) {
        return Recipes.change(recipe, List.of(changes));
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be removed: %s".formatted(folder, DtnException.reason(e)), e);
        }
    }
}

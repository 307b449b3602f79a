package io.github.dtn4j.experiment;

import io.github.dtn4j.recipe.Recipe;
import java.util.List;

/**
 * How much shorter than its recipe a training is made.
 *
 * @param factor of epochs and steps, above 0 and at most 1
 */
record Scale(double factor) {
    static final Scale WHOLE = new Scale(1);

    /** The settings that make a recipe so short. */
    List<String> settings(Recipe recipe) {
        return factor == 1
                ? List.of()
                : List.of(
                        "pretrain.epochs=" + lessened(recipe.pretrain().epochs()),
                        "train.warmStartSteps=" + lessened(recipe.train().warmStartSteps()),
                        "train.steps=" + scaled(recipe.train().steps()),
                        "train.generator.schedule.warmupSteps="
                                + lessened(recipe.train().generator().schedule().warmupSteps()),
                        "train.discriminator.schedule.warmupSteps="
                                + lessened(recipe.train()
                                        .discriminator()
                                        .schedule()
                                        .warmupSteps()),
                        "train.evaluateEvery=" + scaled(recipe.train().evaluateEvery()),
                        "train.sampleEvery=" + scaled(recipe.train().sampleEvery()));
    }

    /** What may be nothing stays nothing. */
    private int lessened(int count) {
        return count == 0 ? 0 : scaled(count);
    }

    /** So many, but at least one. */
    int scaled(int count) {
        return (int) Math.max(1, Math.round(count * factor));
    }
}

package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.recipe.Differences;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/**
 * Changes a run that was begun, finished or not, so that it goes on in another way than it began.
 *
 * @param folder of the run, which this process has claimed
 */
public record RunChange(RunFolder folder) {
    /**
     * Changes what a run that was begun is to do; its checkpoint, where there is one, goes on under the new recipe.
     *
     * @throws DtnException if the checkpoint cannot be read, or either cannot be written
     */
    public void apply(Recipe recipe) {
        if (Files.exists(folder.training())) {
            try (PointerScope scope = new PointerScope()) {
                Checkpoint state = Checkpoint.read(folder.training(), Checkpoint.Kind.TRAINING);
                new Checkpoint(Checkpoint.Kind.TRAINING, recipe, Map.of(), state.tensors()).write(folder.training());
            }
        }
        folder.begin(recipe);
    }

    /**
     * Makes a run longer, whether it is finished or not. Its weights, the state of its optimisers and the order of its batches go on;
     * a learning rate that falls to the last step rises again to what it is at this share of the longer run.
     *
     * @param settings {@code train.steps=N}
     * @throws DtnException if they change anything else, make it shorter, or a finished run has no checkpoint any more
     */
    public void lengthen(List<String> settings) {
        Recipe begun = folder.recipe();
        Recipe longer = Recipes.change(begun, settings);
        List<String> others = Differences.between(begun, longer).stream()
                .filter(key -> !key.equals("train.steps"))
                .toList();
        if (!others.isEmpty()) {
            throw DtnException.usage(
                    "a run that was begun can be made longer by train.steps and takes no other settings (%s)"
                            .formatted(String.join(", ", others)));
        }
        if (longer.train().steps() < begun.train().steps()) {
            throw DtnException.usage("%s has %d steps; train.steps can only grow"
                    .formatted(folder.path(), begun.train().steps()));
        }
        if (RunFolder.finished(folder.path()) && !Files.exists(folder.training())) {
            throw DtnException.usage("%s has no checkpoint to go on from".formatted(folder.path()));
        }
        folder.begin(longer);
    }

    /** Removes f, finished or not, so that it is trained anew. */
    public void forgetPretraining() {
        forget(folder.encoder());
        forget(folder.pretraining());
    }

    /**
     * Removes a file of the run, where it is there, so that it is made anew.
     *
     * @throws DtnException if it cannot be removed
     */
    public void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw DtnException.failure("cannot remove %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }
}

package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.model.Vision;
import io.github.dtn4j.recipe.Recipe;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;

/** A file with a trained f. */
record EncoderFile(Path file) {
    /**
     * Reads it for a run.
     *
     * @throws DtnException if it holds none, or one of another shape than the recipe's
     */
    Vision read(Recipe recipe) {
        try (PointerScope scope = new PointerScope()) {
            Checkpoint.Kind encoder = recipe.hasClasses() ? Checkpoint.Kind.CLASSIFIER : Checkpoint.Kind.ENCODER;
            Checkpoint model = Checkpoint.read(file, encoder, Checkpoint.Kind.TRANSLATOR);
            if (!fits(model.recipe(), recipe)) {
                throw DtnException.usage(
                        "%s holds an encoder of another shape than the recipe's 'encoder' settings, 'data.imageSize', 'data.sourceChannels', 'pretrain.objective' and 'pretrain.classes'"
                                .formatted(file));
            }
            return recipe.hasClasses()
                    ? Vision.of(recipe.encoder(), model.classifier())
                    : Vision.of(recipe.encoder(), model.encoder());
        }
    }

    /** Whether the encoder of another recipe is what this one describes: the model of this run is read again by it. */
    private static boolean fits(Recipe other, Recipe recipe) {
        return other.encoder().sameNetwork(recipe.encoder())
                && other.data().imageSize() == recipe.data().imageSize()
                && other.data().sourceChannels() == recipe.data().sourceChannels()
                && other.pretrain().objective() == recipe.pretrain().objective()
                && (!recipe.hasClasses()
                        || other.pretrain().classes() == recipe.pretrain().classes());
    }
}

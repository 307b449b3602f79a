package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.model.DigitEncoder;
import io.github.dtn4j.model.EncoderViews;
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
    EncoderViews read(Recipe recipe) {
        try (PointerScope scope = new PointerScope()) {
            Checkpoint.Kind encoder = recipe.hasClasses() ? Checkpoint.Kind.CLASSIFIER : Checkpoint.Kind.ENCODER;
            Checkpoint model = Checkpoint.read(file, encoder, Checkpoint.Kind.TRANSLATOR);
            if (!fits(model.recipe(), recipe)) {
                throw DtnException.usage(
                        "%s holds an encoder of another shape than the recipe's 'encoder' settings, 'data.imageSize', 'data.sourceChannels', 'pretrain.objective' and 'pretrain.classes'"
                                .formatted(file));
            }
            return recipe.hasClasses()
                    ? EncoderViews.of(recipe.encoder(), model.classifier())
                    : EncoderViews.of(recipe.encoder(), model.encoder());
        }
    }

    /**
     * Gives a network that is to be trained the weights of {@code pretrain.start}, where that names a file.
     *
     * @throws DtnException if the file holds no encoder of the recipe's shape
     */
    static void start(Recipe recipe, DigitEncoder encoder) {
        if (recipe.pretrain().start().isEmpty()) {
            return;
        }
        Path file = Path.of(recipe.pretrain().start());
        try (PointerScope scope = new PointerScope()) {
            Checkpoint model = Checkpoint.read(
                    file, Checkpoint.Kind.CLASSIFIER, Checkpoint.Kind.ENCODER, Checkpoint.Kind.TRANSLATOR);
            if (!sameNetwork(model.recipe(), recipe)) {
                throw DtnException.usage(
                        "%s holds an encoder of another shape than the recipe's 'encoder' settings, 'data.imageSize' and 'data.sourceChannels'"
                                .formatted(file));
            }
            encoder.weights().load(model.tensors(), "encoder.");
        }
    }

    /** True if the encoder of another recipe is what this one describes: the model of this run is read again by it. */
    private static boolean fits(Recipe other, Recipe recipe) {
        return sameNetwork(other, recipe)
                && other.pretrain().objective() == recipe.pretrain().objective()
                && (!recipe.hasClasses()
                        || other.pretrain().classes() == recipe.pretrain().classes());
    }

    private static boolean sameNetwork(Recipe other, Recipe recipe) {
        return other.encoder().sameNetwork(recipe.encoder())
                && side(other) == side(recipe)
                && other.data().sourceChannels() == recipe.data().sourceChannels();
    }

    private static int side(Recipe recipe) {
        return recipe.encoder().side(recipe.data().imageSize());
    }
}

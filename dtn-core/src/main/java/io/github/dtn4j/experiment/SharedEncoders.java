package io.github.dtn4j.experiment;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.run.EncoderRun;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.run.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The encoders of a study: variants that train f in the same way, with the same seed, share it.
 *
 * @param folder where they are kept
 */
record SharedEncoders(Path folder, Sources sources, Watcher watcher, BooleanSupplier stop) {
    private static final List<String> WHAT_MATTERS =
            List.of("data.imageSize=", "data.sourceChannels=", "data.source=", "encoder.", "pretrain.");
    private static final List<String> WHAT_MATTERS_WITHOUT_LABELS =
            List.of("data.target=", "data.targetChannels=", "data.targetWithout=");

    /** Puts f into the folder of a run, where it would train one. */
    void provide(Recipe recipe, RunFolder run) {
        if (!trains(recipe) || Files.exists(run.encoder())) {
            return;
        }
        Path shared = file(recipe);
        if (!Files.exists(shared)) {
            watcher.say("pretraining an encoder that runs share: " + shared);
            EncoderRun.run(recipe, shared, sources, watcher, stop);
        }
        try {
            AtomicFile.write(run.encoder(), Files.readAllBytes(shared));
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(shared, DtnException.reason(e)), e);
        }
    }

    /** True if a recipe trains its f. */
    static boolean trains(Recipe recipe) {
        return recipe.encoder().type() == EncoderType.DIGITS
                && recipe.encoder().file().isEmpty();
    }

    /** The file of the encoder that this recipe trains. */
    Path file(Recipe recipe) {
        List<String> matters = Child.settings(recipe).stream()
                .filter(setting -> WHAT_MATTERS.stream().anyMatch(setting::startsWith)
                        || !recipe.hasClasses()
                                && WHAT_MATTERS_WITHOUT_LABELS.stream().anyMatch(setting::startsWith))
                .toList();
        return folder.resolve("f-seed" + recipe.seed() + "-" + Child.hash(matters.toString()) + ".safetensors");
    }
}

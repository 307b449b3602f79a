package io.github.dtn4j.run;

import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.evaluate.Accuracy;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.recipe.PretrainSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Networks of one recipe on several training sets, all trained for about as many steps. Each is kept in a folder, and so is its
 * state while it is trained.
 *
 * @param images the size of the training set that the recipe's epochs are for
 */
record SmallNetworks(Recipe recipe, int images, Path folder, Watcher watcher, BooleanSupplier stop) {
    /** The share of test images that the network of a name, which has been trained, reads rightly. */
    double accuracy(String name, ImageSet test) {
        try (Classifier network = kept(name);
                Encoder folded = network.encoder().fold()) {
            return Accuracy.of(Accuracy.reader(network, folded), test, network.classes())
                    .share();
        }
    }

    /** The network of a name, which has been trained; the caller closes it. */
    Classifier kept(String name) {
        try (PointerScope scope = new PointerScope()) {
            return Checkpoint.read(file(name), Checkpoint.Kind.CLASSIFIER).classifier();
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".safetensors");
    }

    /**
     * Trains the network of a name, unless it is there already.
     *
     * @param extra fills the recipe's {@code pretrain.extraShare} of each batch, or null
     */
    void train(String name, ImageSet set, @Nullable ImageSet extra) {
        Path file = file(name);
        if (!Files.exists(file)) {
            Path state = folder.resolve(name + ".state");
            Pretraining.labelled(forAsManySteps(set, extra), set, extra, null, new Renamed(name, watcher), stop)
                    .run(state, file);
        }
    }

    private Recipe forAsManySteps(ImageSet set, @Nullable ImageSet extra) {
        PretrainSpec spec = recipe.pretrain();
        double visits = (double) spec.epochs() * images * (extra == null ? 1 : 1 - spec.extraShare());
        long epochs = Math.max(1, Math.round(visits / set.count()));
        return Recipes.change(recipe, List.of("pretrain.epochs=" + epochs));
    }

    /** Says which network it is that is being trained. */
    private record Renamed(String name, Watcher watcher) implements Watcher {
        @Override
        public void say(String line) {
            watcher.say(name + ": " + line);
        }

        @Override
        public void status(String stage, long done, long total, String figures) {
            watcher.status(name, done, total, figures);
        }
    }
}

package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.Accuracy;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;

/**
 * The classifier of the target domain that reads transferred images (paper, section 5.1). It is trained once, on target images
 * with labels, and kept beside the other models; neither f, g nor D ever sees it.
 *
 * @param classifier reads images of T
 * @param accuracy its share of rightly read test images of T, 0 to 1
 * @param fit the shape of the images that it reads
 * @param test the labelled images of T on which it was measured
 */
public record TargetClassifier(Classifier classifier, double accuracy, Fit fit, String test) implements AutoCloseable {

    /**
     * Finds or trains the judge that a recipe names.
     *
     * @param name a model file, or the name of a recipe whose model is looked for, and otherwise kept, in {@code models}
     */
    public static TargetClassifier of(
            String name, Path models, Sources sources, Watcher watcher, BooleanSupplier stop) {
        Path file = name.endsWith(".safetensors") ? Path.of(name) : models.resolve(name + ".safetensors");
        if (!Files.exists(file) && !name.endsWith(".safetensors")) {
            watcher.say("training the classifier that reads transferred images: %s".formatted(file));
            train(Recipes.read(name, List.of()), file, sources, watcher, stop);
        }
        try (PointerScope scope = new PointerScope()) {
            Checkpoint model = Checkpoint.read(file, Checkpoint.Kind.CLASSIFIER);
            DataSpec data = model.recipe().data();
            if (data.sourceTest().isEmpty()) {
                throw DtnException.usage(
                        "the judge %s was trained by a recipe without 'data.sourceTest': nobody knows how well it reads"
                                .formatted(file));
            }
            Classifier classifier = model.classifier();
            Fit fit = new Fit(data.imageSize(), data.sourceChannels());
            return new TargetClassifier(
                    classifier, measure(classifier, data.sourceTest(), fit, sources, watcher), fit, data.sourceTest());
        }
    }

    /**
     * Checks that it can read what a model draws.
     *
     * @throws DtnException if the model's images have another shape
     */
    public void check(DataSpec model) {
        Fit drawn = new Fit(model.imageSize(), model.targetChannels());
        if (!drawn.equals(fit)) {
            throw DtnException.usage(
                    "the judge reads images of %d x %d pixels and %d channels, but the model draws %d x %d and %d"
                            .formatted(
                                    fit.size(),
                                    fit.size(),
                                    fit.channels(),
                                    drawn.size(),
                                    drawn.size(),
                                    drawn.channels()));
        }
    }

    private static void train(Recipe recipe, Path file, Sources sources, Watcher watcher, BooleanSupplier stop) {
        DataSpec data = recipe.data();
        Fit fit = new Fit(data.imageSize(), data.sourceChannels());
        // Opened first: better to fail here than after the last epoch.
        sources.open(data.sourceTest(), fit, watcher.progress("images")).close();
        EncoderRun.run(recipe, file, sources, watcher, stop);
    }

    private static double measure(Classifier classifier, String images, Fit fit, Sources sources, Watcher watcher) {
        try (ImageSet test = sources.open(images, fit, watcher.progress("images"));
                Encoder folded = classifier.encoder().fold()) {
            double accuracy = Accuracy.of(Accuracy.reader(classifier, folded), test, classifier.classes())
                    .share();
            watcher.say(String.format(
                    Locale.ROOT,
                    "judge: reads %.2f %% of %d test images of its own domain",
                    100 * accuracy,
                    test.count()));
            return accuracy;
        }
    }

    @Override
    public void close() {
        classifier.close();
    }
}

package io.github.dtn4j.experiment;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.AdaptationFigures;
import io.github.dtn4j.evaluate.TranslationFigures;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.Adaptation;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.run.TargetClassifier;
import io.github.dtn4j.run.TrainRun;
import io.github.dtn4j.run.Watcher;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Does what one training of a study still lacks: the training itself, and each of its figures.
 *
 * @param adapts whether readers of T are trained on its drawings, too
 */
record ChildRun(
        SharedEncoders encoders,
        boolean adapts,
        Scale scale,
        Sources sources,
        Path models,
        Watcher watcher,
        BooleanSupplier stop) {
    /** Finishes a training. That it diverges is a result, too, and keeps no other from being trained. */
    void finish(Child child) {
        try {
            complete(child);
        } catch (DtnException e) {
            if (e.kind() != DtnException.Kind.DIVERGENCE) {
                throw e;
            }
            watcher.say(String.valueOf(e.getMessage()));
            write(child, Figures.DIVERGED, String.valueOf(e.getMessage()));
        }
    }

    private void complete(Child child) {
        try (RunFolder folder = RunFolder.at(child.folder(), child.recipe())) {
            if (!child.trained()) {
                encoders.provide(child.recipe(), folder);
                try (TrainRun run = new TrainRun(folder, sources, models, watcher, stop)) {
                    run.run();
                }
            }
            Files.deleteIfExists(folder.training()); // large; a study makes no run longer
            if (!child.has(Figures.TRANSLATION)) {
                measure(child);
            }
            if (adapts && !child.has(Figures.ADAPTATION)) {
                adapt(child);
            }
        } catch (IOException e) {
            throw DtnException.failure(
                    "the checkpoint in %s cannot be removed: %s".formatted(child.folder(), DtnException.reason(e)), e);
        }
    }

    /** What needs no label: on images of S that nothing was learned from, where the recipe names some, and on T. */
    private void measure(Child child) {
        DataSpec data = child.recipe().data();
        String unseen = Stream.of(data.sourceTest(), data.sourceValidation(), data.source())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow();
        String real = data.targetValidation().isEmpty() ? data.target() : data.targetValidation();
        Fit fit = new Fit(data.imageSize(), data.targetChannels());
        try (Translator translator = Translator.load(child.model());
                ImageSet source = sources.open(unseen, translator.fit(), watcher.progress("images"));
                ImageSet target = sources.open(real, fit, watcher.progress("images"))) {
            TranslationFigures.Unseen trainedNothing =
                    new TranslationFigures.Unseen(!unseen.equals(data.source()), !real.equals(data.target()));
            TranslationFigures figures = TranslationFigures.measure(
                    translator,
                    source,
                    target,
                    trainedNothing,
                    null,
                    child.recipe().seed());
            write(child, Figures.TRANSLATION, figures.toJson());
        }
    }

    /** Trains readers of T on the child's drawings; the test images are those that its judge was measured on. */
    private void adapt(Child child) {
        DataSpec data = child.recipe().data();
        String test;
        try (TargetClassifier judge = TargetClassifier.of(data.judge(), models, sources, watcher, stop)) {
            test = judge.test();
        }
        Recipe network = reader(child.recipe(), scale);
        Path work = child.folder().resolve("adaptation");
        AdaptationFigures figures = new Adaptation(network, work, sources, watcher, stop)
                .measure(child.model(), data.source(), data.target(), test);
        write(child, Figures.ADAPTATION, figures.toJson());
    }

    /** The recipe of the networks that read what a recipe's g draws. */
    static Recipe reader(Recipe drawing, Scale scale) {
        Recipe network = Recipes.read(
                "adaptation-classifier",
                List.of(
                        "seed=" + drawing.seed(),
                        "data.imageSize=" + drawing.data().imageSize(),
                        "data.sourceChannels=" + drawing.data().targetChannels(),
                        "pretrain.classes=" + drawing.pretrain().classes()));
        return Recipes.change(
                network,
                List.of("pretrain.epochs=" + scale.scaled(network.pretrain().epochs())));
    }

    private static void write(Child child, String name, String text) {
        AtomicFile.write(child.folder().resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
}

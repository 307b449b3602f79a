package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.evaluate.Accuracy;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.Pretrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Trains a classifier of labelled images, an epoch at a time, and goes on from its state file where there is one. */
final class Pretraining {
    private final Recipe recipe;
    private final ImageSet images;
    private final @Nullable ImageSet extraImages;
    private final @Nullable ImageSet validation;
    private final Watcher watcher;
    private final BooleanSupplier stop;

    /**
     * Prepares a training.
     *
     * @param validation labelled images that are read after each epoch, or null
     * @param stop asked after each step; once true, the state is written and the run ends
     */
    Pretraining(
            Recipe recipe,
            ImageSet images,
            @Nullable ImageSet extraImages,
            @Nullable ImageSet validation,
            Watcher watcher,
            BooleanSupplier stop) {
        this.recipe = recipe;
        this.images = images;
        this.extraImages = extraImages;
        this.validation = validation;
        this.watcher = watcher;
        this.stop = stop;
        int classes = recipe.pretrain().classes();
        Labels.check(images, "pretrain.images", classes);
        if (extraImages != null) {
            Labels.check(extraImages, "pretrain.extraImages", classes);
        }
        if (validation != null) {
            Labels.check(validation, "data.sourceValidation", classes);
        }
    }

    /** Trains to the end and writes the model; the state file is removed then. */
    void run(Path state, Path model) {
        Native.seed(recipe.seed());
        try (Classifier classifier = newClassifier();
                Pretrainer pretrainer =
                        new Pretrainer(recipe.pretrain(), recipe.seed(), classifier, images, extraImages)) {
            resume(pretrainer, state);
            double accuracy = Double.NaN;
            long start = System.nanoTime();
            long first = pretrainer.step();
            while (pretrainer.step() < pretrainer.steps()) {
                double loss = pretrainer.train();
                if (!Double.isFinite(loss)) {
                    throw diverged(pretrainer, "the loss is " + loss);
                }
                double rate =
                        (pretrainer.step() - first) * recipe.pretrain().batch() * 1e9 / (System.nanoTime() - start);
                watcher.status(
                        "encoder",
                        pretrainer.step(),
                        pretrainer.steps(),
                        String.format(Locale.ROOT, "loss %.3f, %.0f images/s", loss, rate));
                boolean epochEnds = pretrainer.step() % pretrainer.stepsPerEpoch() == 0;
                if (epochEnds) {
                    accuracy = validate(classifier, pretrainer.step() / pretrainer.stepsPerEpoch());
                }
                // Asked once: a wish between two questions would end the run without its state.
                boolean stopped = stop.getAsBoolean();
                if (epochEnds || stopped) {
                    write(pretrainer, state);
                }
                if (stopped) {
                    throw new StoppedException("stopped while pretraining the encoder, at step %d of %d"
                            .formatted(pretrainer.step(), pretrainer.steps()));
                }
            }
            save(classifier, model, accuracy);
            Files.deleteIfExists(state);
        } catch (java.io.IOException e) {
            throw DtnException.failure("%s cannot be removed: %s".formatted(state, DtnException.reason(e)), e);
        }
    }

    private Classifier newClassifier() {
        return new Classifier(
                recipe.encoder(),
                recipe.data().imageSize(),
                recipe.data().sourceChannels(),
                recipe.pretrain().classes());
    }

    private double validate(Classifier classifier, long epoch) {
        if (validation == null) {
            return Double.NaN;
        }
        try (Encoder folded = classifier.encoder().fold()) {
            double share = Accuracy.of(Accuracy.reader(classifier, folded), validation, classifier.classes())
                    .share();
            watcher.say(
                    String.format(Locale.ROOT, "encoder: epoch %d, validation accuracy %.2f %%", epoch, 100 * share));
            return share;
        }
    }

    private void resume(Pretrainer pretrainer, Path state) {
        if (Files.exists(state)) {
            try (PointerScope scope = new PointerScope()) {
                Checkpoint stopped = Checkpoint.read(state, Checkpoint.Kind.PRETRAINING);
                if (!stopped.recipe().equals(recipe)) {
                    throw DtnException.usage(
                            "%s was stopped with other settings; give the same ones to go on, or remove it"
                                    .formatted(state));
                }
                pretrainer.load(stopped.tensors());
            }
            watcher.say("encoder: going on from step %d".formatted(pretrainer.step()));
        }
    }

    private static DtnException diverged(Pretrainer pretrainer, String sign) {
        return DtnException.failure("pretraining diverged at step %d: %s; lower pretrain.optimizer.learningRate"
                .formatted(pretrainer.step(), sign));
    }

    private void write(Pretrainer pretrainer, Path state) {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            pretrainer.save(tensors);
            tensors.forEach((name, tensor) -> { // the update behind a finite loss may be the one that diverges
                if (!Tensors.finite(tensor)) {
                    throw diverged(pretrainer, name + " is not finite");
                }
            });
            new Checkpoint(Checkpoint.Kind.PRETRAINING, recipe, Map.of(), tensors).write(state);
        }
    }

    private void save(Classifier classifier, Path model, double accuracy) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("images_sha256", images.hash());
        facts.put("images", Integer.toString(images.count()));
        if (!Double.isNaN(accuracy)) {
            facts.put("validation_accuracy", String.format(Locale.ROOT, "%.4f", accuracy));
        }
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            classifier.encoder().weights().save(tensors, "encoder.");
            classifier.headWeights().save(tensors, "head.");
            new Checkpoint(Checkpoint.Kind.CLASSIFIER, recipe, Provenance.of(facts), tensors).write(model);
        }
    }
}

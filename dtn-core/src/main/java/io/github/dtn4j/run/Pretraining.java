package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.EncoderTrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Trains an encoder, an epoch at a time, and goes on from its state file where there is one. */
final class Pretraining {
    private final Recipe recipe;
    private final Supplier<Learner> learners;
    private final Watcher watcher;
    private final BooleanSupplier stop;

    private Pretraining(Recipe recipe, Supplier<Learner> learners, Watcher watcher, BooleanSupplier stop) {
        this.recipe = recipe;
        this.learners = learners;
        this.watcher = watcher;
        this.stop = stop;
    }

    /**
     * Of a classifier of labelled images.
     *
     * @param validation labelled images that are read after each epoch, or null
     * @param stop asked after each step; once true, the state is written and the run ends
     */
    static Pretraining labelled(
            Recipe recipe,
            ImageSet images,
            @Nullable ImageSet extraImages,
            @Nullable ImageSet validation,
            Watcher watcher,
            BooleanSupplier stop) {
        int classes = recipe.pretrain().classes();
        Labels.check(images, "pretrain.images", classes);
        if (extraImages != null) {
            Labels.check(extraImages, "pretrain.extraImages", classes);
        }
        if (validation != null) {
            Labels.check(validation, "data.sourceValidation", classes);
        }
        return new Pretraining(
                recipe, () -> new ClassifierLearner(recipe, images, extraImages, validation, watcher), watcher, stop);
    }

    /**
     * Of an encoder of unlabelled images.
     *
     * @param validation images of S that f is measured on after each epoch if they have labels, or null
     * @param stop asked after each step; once true, the state is written and the run ends
     */
    static Pretraining unlabelled(
            Recipe recipe,
            ImageSet source,
            ImageSet target,
            @Nullable ImageSet validation,
            Watcher watcher,
            BooleanSupplier stop) {
        return new Pretraining(
                recipe, () -> new UnlabelledLearner(recipe, source, target, validation, watcher), watcher, stop);
    }

    /** Trains to the end and writes the model; the state file is removed then. */
    void run(Path state, Path model) {
        Native.seed(recipe.seed());
        try (Learner learner = learners.get()) {
            EncoderTrainer trainer = learner.trainer();
            if (Files.exists(state)) {
                resume(trainer, state);
            } else {
                learner.start();
            }
            long start = System.nanoTime();
            long first = trainer.step();
            while (trainer.step() < trainer.steps()) {
                double loss = trainer.train();
                if (!Double.isFinite(loss)) {
                    throw diverged(trainer, "the loss is " + loss);
                }
                double rate = (trainer.step() - first) * recipe.pretrain().batch() * 1e9 / (System.nanoTime() - start);
                watcher.status(
                        "encoder",
                        trainer.step(),
                        trainer.steps(),
                        String.format(Locale.ROOT, "loss %.3f, %.0f images/s", loss, rate));
                boolean epochEnds = trainer.step() % trainer.stepsPerEpoch() == 0;
                if (epochEnds) {
                    learner.measure(trainer.step() / trainer.stepsPerEpoch());
                }
                // Asked once: a wish between two questions would end the run without its state.
                boolean stopped = stop.getAsBoolean();
                if (epochEnds || stopped) {
                    write(trainer, state);
                }
                if (stopped) {
                    throw new StoppedException("stopped while pretraining the encoder, at step %d of %d"
                            .formatted(trainer.step(), trainer.steps()));
                }
            }
            learner.save(model);
            Files.deleteIfExists(state);
        } catch (java.io.IOException e) {
            throw DtnException.failure("%s cannot be removed: %s".formatted(state, DtnException.reason(e)), e);
        }
    }

    private void resume(EncoderTrainer trainer, Path state) {
        try (PointerScope scope = new PointerScope()) {
            Checkpoint stopped = Checkpoint.read(state, Checkpoint.Kind.PRETRAINING);
            if (!stopped.recipe().equals(recipe)) {
                throw DtnException.usage("%s was stopped with other settings; give the same ones to go on, or remove it"
                        .formatted(state));
            }
            trainer.load(stopped.tensors());
        }
        watcher.say("encoder: going on from step %d".formatted(trainer.step()));
    }

    private static DtnException diverged(EncoderTrainer trainer, String sign) {
        return DtnException.divergence("pretraining diverged at step %d: %s; lower pretrain.optimizer.learningRate"
                .formatted(trainer.step(), sign));
    }

    private void write(EncoderTrainer trainer, Path state) {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            trainer.save(tensors);
            tensors.forEach((name, tensor) -> { // the update behind a finite loss may be the one that diverges
                if (!Tensors.finite(tensor)) {
                    throw diverged(trainer, name + " is not finite");
                }
            });
            new Checkpoint(Checkpoint.Kind.PRETRAINING, recipe, Map.of(), tensors).write(state);
        }
    }
}

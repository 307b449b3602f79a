package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.model.Upscaler;
import io.github.dtn4j.recipe.Differences;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.UpscalerSpec;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.UpscalerTrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Trains the upscaler of a recipe. */
public final class UpscalerRun {
    private static final String LEARNING_RATE = "upscaler.optimizer.learningRate";

    private final Recipe recipe;
    private final Path state;
    private final Watcher watcher;
    private final BooleanSupplier stop;

    private UpscalerRun(Recipe recipe, Path state, Watcher watcher, BooleanSupplier stop) {
        this.recipe = recipe;
        this.state = state;
        this.watcher = watcher;
        this.stop = stop;
    }

    /**
     * Trains an upscaler on the images that {@code upscaler.images} names, and goes on from the state file where there is one.
     * The file stays when the training is done, so that a later call only reads it.
     *
     * @param state written now and then, and at the end
     * @param stop asked after each step; once true, the state is written and the run ends
     * @return the trained network, which the caller closes
     * @throws StoppedException if {@code stop} ended it
     */
    public static Upscaler train(Recipe recipe, Sources sources, Path state, Watcher observer, BooleanSupplier stop) {
        UpscalerSpec spec = recipe.upscaler();
        if (!spec.wanted()) {
            throw DtnException.usage("recipe key 'upscaler.images' is empty; name large images of the target domain");
        }
        Watcher watcher = new StoppableWatcher(observer, stop);
        Fit fit = new Fit(spec.size(), 3);
        try (ImageSet images = sources.open(spec.images(), fit, watcher.progress("large images"))) {
            Native.seed(recipe.seed());
            Upscaler upscaler = new Upscaler(spec);
            try (UpscalerTrainer trainer = new UpscalerTrainer(spec, recipe.seed(), upscaler, images)) {
                new UpscalerRun(recipe, state, watcher, stop).run(trainer);
                return upscaler;
            } catch (RuntimeException e) {
                upscaler.close();
                throw e;
            }
        }
    }

    private void run(UpscalerTrainer trainer) {
        resume(trainer);
        int steps = recipe.upscaler().steps();
        while (trainer.step() < steps) {
            double loss = trainer.train();
            if (!Double.isFinite(loss)) {
                throw diverged(trainer, "the loss is " + loss);
            }
            watcher.status("upscaler", trainer.step(), steps, String.format(Locale.ROOT, "loss %.4f", loss));
            // Asked once: a wish between two questions would end the run without its state.
            boolean stopped = stop.getAsBoolean();
            if (stopped || trainer.step() % recipe.train().checkpointEvery() == 0 || trainer.step() == steps) {
                write(trainer);
            }
            if (stopped) {
                throw new StoppedException(
                        "stopped while training the upscaler, at step %d of %d".formatted(trainer.step(), steps));
            }
        }
    }

    private void resume(UpscalerTrainer trainer) {
        if (Files.exists(state)) {
            try (PointerScope scope = new PointerScope()) {
                Checkpoint stopped = Checkpoint.read(state, Checkpoint.Kind.UPSCALING);
                checkSettings(stopped.recipe());
                trainer.load(stopped.tensors());
            }
            watcher.say("upscaler: going on from step %d".formatted(trainer.step()));
        }
    }

    /** The learning rate may be lowered where the training diverges. */
    private void checkSettings(Recipe begun) {
        List<String> changed = Differences.between(begun, recipe).stream()
                .filter(key -> key.startsWith("upscaler.") && !key.equals(LEARNING_RATE) || key.equals("seed"))
                .toList();
        if (!changed.isEmpty()) {
            throw DtnException.usage(
                    "%s was stopped with other settings (%s); give the same ones to go on, or remove it"
                            .formatted(state, String.join(", ", changed)));
        }
    }

    private static DtnException diverged(UpscalerTrainer trainer, String sign) {
        return DtnException.divergence(
                "the upscaler diverged at step %d: %s; lower %s".formatted(trainer.step(), sign, LEARNING_RATE));
    }

    private void write(UpscalerTrainer trainer) {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            trainer.save(tensors);
            tensors.forEach((name, tensor) -> { // the update behind a finite loss may be the one that diverges
                if (!Tensors.finite(tensor)) {
                    throw diverged(trainer, name + " is not finite");
                }
            });
            new Checkpoint(Checkpoint.Kind.UPSCALING, recipe, Map.of(), tensors).write(state);
        }
    }
}

package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.model.TrustedPrograms;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a worker other than the first in a training run: it works on its rows of every batch, and writes nothing. The run is
 * that of worker 0, a {@link TrainRun}.
 */
public final class WorkerRun implements AutoCloseable {
    private final @Nullable Recipe expected;
    private final boolean trusting;
    private final Sources sources;
    private final ProcessGroup group;
    private final Watcher watcher;
    private final WorkerAgreement agreement;
    private final Resources resources = new Resources();
    private @Nullable Trainer trainer;

    /**
     * Prepares to take part.
     *
     * @param expected what worker 0 is to train, or null for whatever it does
     * @param trusting whether worker 0 is known to be the caller's own, and may name any TorchScript program as f where nothing else
     *     was expected; else it must be a {@linkplain TrustedPrograms trusted} one
     * @param stop asked after each step and while images are prepared and embedded; once true on one worker, all end
     */
    public WorkerRun(
            @Nullable Recipe expected,
            boolean trusting,
            Sources sources,
            ProcessGroup group,
            Watcher watcher,
            BooleanSupplier stop) {
        this.expected = expected;
        this.trusting = trusting;
        this.sources = sources;
        this.group = group;
        this.watcher = new StoppableWatcher(watcher, stop);
        this.agreement = new WorkerAgreement(group, stop);
    }

    /**
     * Works until the training is done.
     *
     * @throws StoppedException once {@code stop} is true on any worker
     * @throws DtnException if the workers do not agree on what is trained, or one was lost
     */
    public void run() {
        Native.load();
        try {
            work();
        } catch (RuntimeException e) {
            String place = trainer == null ? "before the first step" : "at step " + trainer.step();
            throw agreement.explained(e, place, "worker 0 says how to go on");
        }
    }

    private void work() {
        Recipe recipe = agreement.recipe(expected);
        if (expected == null && !trusting && recipe.encoder().type() == EncoderType.TORCHSCRIPT) {
            TrustedPrograms.check(recipe.encoder().file(), "of worker 0");
        }
        RunImages images = agreement.inTurn(() -> RunImages.open(recipe, sources, watcher, resources));
        agreement.agree("training images", images::fingerprint);
        agreement.catchUp();
        EncoderViews views = resources.own(views(recipe));
        trainer =
                TrainSetup.of(recipe, images, views, group, watcher, resources).trainer();
        trainer.synchronise(agreement::poll);
        train(trainer, recipe);
    }

    /** Its steps are those of {@link TrainLoop}. */
    private void train(Trainer trainer, Recipe recipe) {
        while (trainer.warming()) {
            if (!Double.isFinite(trainer.warm())) {
                throw DtnException.divergence("training diverged; worker 0 says where");
            }
            if (agreement.stopped(false) && trainer.warming()) {
                throw new StoppedException("stopped in the warm start, at step " + trainer.warmStep());
            }
        }
        int steps = recipe.train().steps();
        while (trainer.step() < steps) {
            if (Divergence.in(trainer.train()).isPresent()) {
                watcher.say("training diverged; worker 0 says where, and keeps the best step if there is one");
                return;
            }
            watcher.status("train", trainer.step(), steps, "");
            if (agreement.stopped(false) && trainer.step() < steps) {
                throw new StoppedException("stopped at step %d of %d".formatted(trainer.step(), steps));
            }
        }
    }

    private EncoderViews views(Recipe recipe) {
        if (recipe.encoder().type() != EncoderType.DIGITS) {
            return EncoderViews.of(recipe.encoder(), recipe.data().imageSize());
        }
        byte[] encoder = agreement.file(null);
        try {
            Path file = Files.createTempFile("dtn-encoder", ".safetensors");
            try {
                Files.write(file, encoder);
                return new EncoderFile(file).read(recipe);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw DtnException.failure("no temporary file can be written: " + DtnException.reason(e), e);
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}

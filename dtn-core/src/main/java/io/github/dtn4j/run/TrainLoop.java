package io.github.dtn4j.run;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.recipe.Differences;
import io.github.dtn4j.recipe.Keep;
import io.github.dtn4j.recipe.LossWeights;
import io.github.dtn4j.recipe.OptimizerSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.TrainSpec;
import io.github.dtn4j.report.RunLog;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.LossTerm;
import io.github.dtn4j.train.Losses;
import io.github.dtn4j.train.Trainer;
import io.github.dtn4j.transfer.Pairs;
import io.github.dtn4j.transfer.Translator;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The loop around the trainer: step, log, sample, measure, checkpoint, in this order.
 *
 * @param translator draws with the trainer's averaged generator
 * @param shown images whose transfers are drawn into the sample grids
 * @param examiner measures the model as it is trained
 * @param agreement asked after each step whether one of it is to stop; then a checkpoint is written and the loop ends
 */
record TrainLoop(
        Recipe recipe,
        RunFolder folder,
        Trainer trainer,
        Translator translator,
        ImageSet shown,
        Examiner examiner,
        Watcher watcher,
        WorkerAgreement agreement) {
    private static final int SAMPLES = 48;
    private static final String WARM_START_RATE = "train.warmStartRate";

    /**
     * Goes on from the folder's checkpoint, or begins, and runs until the recipe's last step, or until the training diverges after
     * a step that can be kept.
     *
     * @return the kept step, whose weights the averaged g has then
     */
    Kept run() {
        begin();
        trainer.synchronise(agreement::poll);
        boolean first = trainer.step() == 0; // what was logged of step 0 before a kill is logged again
        warmStart();
        Candidates candidates = new Candidates(folder.checkpoints(), first ? -1 : trainer.step());
        Examiner.Report last = null;
        String divergence = null;
        try {
            last = train(first, candidates);
        } catch (DtnException e) {
            if (e.kind() != DtnException.Kind.DIVERGENCE || !candidates.trained()) {
                throw e;
            }
            divergence = e.getMessage();
            watcher.say("warning: %s; the model is the best step before that".formatted(divergence));
        }
        return Kept.of(recipe.train(), trainer, examiner, candidates, last, divergence);
    }

    /** The steps that are left; the report on the last one, or null if none was left. */
    private Examiner.@Nullable Report train(boolean first, Candidates candidates) {
        TrainSpec spec = recipe.train();
        Examiner.Report report = null;
        Speedometer speed = new Speedometer(2L * spec.batch());
        Divergence divergence = new Divergence();
        DeadDiscriminator dead = new DeadDiscriminator(recipe.discriminator().classes());
        try (RunLog log = RunLog.open(folder.path(), first ? -1 : trainer.step())) {
            if (first && spec.warmStartSteps() > 0) {
                sample(log);
                measure(log, candidates);
            }
            while (trainer.step() < spec.steps()) {
                speed.begin();
                Losses losses = trainer.train();
                speed.end();
                diverge(Divergence.in(losses)); // on all workers
                long step = trainer.step();
                boolean last = step == spec.steps();
                watcher.status("train", step, spec.steps(), line(losses, speed));
                if (step % spec.logEvery() == 0 || last) {
                    log.scalars(step, scalars(losses, speed));
                    dead.check(losses).ifPresent(watcher::say);
                }
                if (step % spec.sampleEvery() == 0 || last) {
                    sample(log);
                }
                Optional<String> runaway = Optional.empty();
                if (step % spec.evaluateEvery() == 0 || last) {
                    report = measure(log, candidates);
                    runaway = divergence.in(report);
                }
                // Asked once: a wish between two questions would end the run without its state.
                boolean stopped = agreement.stopped(runaway.isPresent());
                diverge(runaway);
                if (step % spec.checkpointEvery() == 0 || last || stopped) {
                    write();
                    candidates.prune();
                }
                if (stopped && !last) {
                    throw new StoppedException("stopped at step %d of %d".formatted(step, spec.steps()));
                }
            }
        }
        return report;
    }

    private void begin() {
        if (Files.exists(folder.training())) {
            try (PointerScope scope = new PointerScope()) {
                Checkpoint stopped = Checkpoint.read(folder.training(), Checkpoint.Kind.TRAINING);
                checkSettings(stopped.recipe());
                trainer.load(stopped.tensors());
            }
            watcher.say(
                    trainer.warming()
                            ? "warm start: going on from step %d".formatted(trainer.warmStep())
                            : "train: going on from step %d".formatted(trainer.step()));
        }
    }

    private void checkSettings(Recipe begun) {
        List<String> changed = Differences.ofOneRun(begun, recipe);
        if (!changed.isEmpty()) {
            throw DtnException.usage(
                    "recipe.yaml in %s was changed since the run began (%s); set it back, or begin a new run"
                            .formatted(folder.path(), String.join(", ", changed)));
        }
    }

    private void warmStart() {
        int steps = recipe.train().warmStartSteps();
        Speedometer speed = new Speedometer(recipe.train().batch());
        while (trainer.warming()) {
            speed.begin();
            double identity = trainer.warm();
            speed.end();
            if (!Double.isFinite(identity)) {
                throw diverged("L_TID is " + identity);
            }
            watcher.status(
                    "warm start",
                    trainer.warmStep(),
                    steps,
                    String.format(Locale.ROOT, "tid %.4f, %.0f images/s", identity, speed.imagesPerSecond()));
            boolean stopped = agreement.stopped(false);
            if (stopped || trainer.warmStep() % recipe.train().checkpointEvery() == 0) {
                write();
            }
            if (stopped && trainer.warming()) {
                throw new StoppedException(
                        "stopped in the warm start, at step %d of %d".formatted(trainer.warmStep(), steps));
            }
        }
    }

    /** The update behind finite losses may be the one that diverges. */
    private void checkFinite(Map<String, Tensor> tensors) {
        tensors.forEach((name, tensor) -> {
            if (!Tensors.finite(tensor)) {
                throw diverged(name + " is not finite");
            }
        });
    }

    private void diverge(Optional<String> sign) {
        if (sign.isPresent()) {
            throw diverged(sign.get());
        }
    }

    private DtnException diverged(String sign) {
        boolean warmStart = trainer.step() == 0;
        return DtnException.divergence("training diverged at step %d%s: %s; what was saved in %s is whole; lower %s"
                .formatted(
                        warmStart ? trainer.warmStep() : trainer.step(),
                        warmStart ? " of the warm start" : "",
                        sign,
                        folder.path(),
                        warmStart ? WARM_START_RATE : "the learning rates"));
    }

    private static String line(Losses losses, Speedometer speed) {
        return String.format(
                Locale.ROOT,
                "D %.2f gang %.2f const %.3f tid %.4f, %.0f images/s",
                losses.of(LossTerm.D),
                losses.of(LossTerm.GANG),
                losses.of(LossTerm.CONST),
                losses.of(LossTerm.TID),
                speed.imagesPerSecond());
    }

    private Map<String, Double> scalars(Losses losses, Speedometer speed) {
        Map<String, Double> scalars = losses.scalars();
        LossWeights weights =
                recipe.loss().at(trainer.step() - 1, recipe.train().steps());
        scalars.put("loss/g", losses.generator(weights));
        scalars.put("speed/images_per_second", speed.imagesPerSecond());
        scalars.put("lr/g", rate(recipe.train().generator()));
        scalars.put("lr/d", rate(recipe.train().discriminator()));
        return scalars;
    }

    private double rate(OptimizerSpec spec) {
        return spec.learningRate()
                * spec.schedule().factorAt(trainer.step() - 1, recipe.train().steps());
    }

    /** The first images of a set, each with what becomes of it. */
    private void sample(RunLog log) {
        trainer.averaged();
        Pixels grid = Pairs.of(translator, shown, SAMPLES).grid();
        byte[] png = Images.encodePng(grid);
        AtomicFile.write(folder.samples().resolve(String.format(Locale.ROOT, "%06d.png", trainer.step())), png);
        log.image(trainer.step(), "samples", png, grid.height(), grid.width());
    }

    private Examiner.Report measure(RunLog log, Candidates candidates) {
        Generator averaged = trainer.averaged();
        checkFinite(averaged.weights().all());
        Examiner.Report report = examiner.examine();
        log.scalars(trainer.step(), report.scalars());
        watcher.say("train: step %d, %s".formatted(trainer.step(), report.line()));
        if (recipe.train().keep() == Keep.CLEANEST) {
            candidates.add(trainer.step(), report, averaged);
        }
        return report;
    }

    private void write() {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            trainer.save(tensors);
            checkFinite(tensors);
            new Checkpoint(Checkpoint.Kind.TRAINING, recipe, Map.of(), tensors).write(folder.training());
        }
    }
}

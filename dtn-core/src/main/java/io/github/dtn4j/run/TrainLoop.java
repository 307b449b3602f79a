package io.github.dtn4j.run;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.recipe.Differences;
import io.github.dtn4j.recipe.OptimizerSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.TrainSpec;
import io.github.dtn4j.report.RunLog;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.Losses;
import io.github.dtn4j.train.Trainer;
import io.github.dtn4j.transfer.Pairs;
import io.github.dtn4j.transfer.Translator;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The loop around the trainer: step, log, sample, measure, checkpoint, in this order.
 *
 * @param translator draws with the trainer's averaged generator
 * @param shown images whose transfers are drawn into the sample grids
 * @param examiner measures the model as it is trained, or null
 * @param team asked after each step whether one of it is to stop; then a checkpoint is written and the loop ends
 */
record TrainLoop(
        Recipe recipe,
        RunFolder folder,
        Trainer trainer,
        Translator translator,
        ImageSet shown,
        @Nullable Examiner examiner,
        Watcher watcher,
        Team team) {
    private static final int SAMPLES = 48;
    private static final String WARM_START_RATE = "train.warmStartRate";

    /** Goes on from the folder's checkpoint, or begins, and runs until the recipe's last step. */
    void run() {
        TrainSpec spec = recipe.train();
        begin();
        trainer.synchronise(team::glance);
        boolean first = trainer.step() == 0; // what was logged of step 0 before a kill is logged again
        warmStart();
        Speedometer speed = new Speedometer(2L * spec.batch());
        DeadDiscriminator dead = new DeadDiscriminator(recipe.discriminator().classes());
        try (RunLog log = RunLog.open(folder.path(), first ? -1 : trainer.step())) {
            if (first && spec.warmStartSteps() > 0) {
                sample(log);
                measure(log);
            }
            while (trainer.step() < spec.steps()) {
                speed.begin();
                Losses losses = trainer.train();
                speed.end();
                checkFinite(losses);
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
                if (step % spec.evaluateEvery() == 0 || last) {
                    measure(log);
                }
                // Asked once: a wish between two questions would end the run without its state.
                boolean stopped = team.stopped();
                if (step % spec.checkpointEvery() == 0 || last || stopped) {
                    write();
                }
                if (stopped && !last) {
                    throw new StoppedException("stopped at step %d of %d".formatted(step, spec.steps()));
                }
            }
        }
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

    /**
     * Learning rates may be lowered where a run diverges, what is done once g is trained may change, and so may the precision, which
     * is that of a device. A run may become longer: its schedules, which are functions of the share of the steps that are made, are
     * stretched then. Anything else would be half of one run and half of another.
     */
    private void checkSettings(Recipe begun) {
        List<String> changed = Differences.between(begun, recipe).stream()
                .filter(key -> !key.endsWith(".learningRate")
                        && !key.equals(WARM_START_RATE)
                        && !key.startsWith("upscaler.")
                        && !(key.equals("train.steps") && longer(begun))
                        && !key.equals("train.precision")
                        && !key.equals("train.halfPrecision"))
                .toList();
        if (!changed.isEmpty()) {
            throw DtnException.usage(
                    "recipe.yaml in %s was changed since the run began (%s); set it back, or begin a new run"
                            .formatted(folder.path(), String.join(", ", changed)));
        }
    }

    private boolean longer(Recipe begun) {
        return begun.train().steps() < recipe.train().steps();
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
            boolean stopped = team.stopped();
            if (stopped || trainer.warmStep() % recipe.train().checkpointEvery() == 0) {
                write();
            }
            if (stopped && trainer.warming()) {
                throw new StoppedException(
                        "stopped in the warm start, at step %d of %d".formatted(trainer.warmStep(), steps));
            }
        }
    }

    private void checkFinite(Losses losses) {
        if (!losses.finite()) {
            throw diverged(losses.scalars().toString());
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
                losses.discriminator(),
                losses.gang(),
                losses.constancy(),
                losses.identity(),
                speed.imagesPerSecond());
    }

    private Map<String, Double> scalars(Losses losses, Speedometer speed) {
        Map<String, Double> scalars = losses.scalars();
        scalars.put("loss/g", losses.generator(recipe.loss()));
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

    private void measure(RunLog log) {
        if (examiner == null) {
            return;
        }
        trainer.averaged();
        Examiner.Report report = examiner.examine();
        log.scalars(trainer.step(), report.scalars());
        watcher.say("train: step %d, %s".formatted(trainer.step(), report.line()));
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

package io.github.dtn4j.run;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.report.HtmlReport;
import io.github.dtn4j.report.Plots;
import io.github.dtn4j.report.RunLog;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.train.Batches;
import io.github.dtn4j.train.Embeddings;
import io.github.dtn4j.train.Losses;
import io.github.dtn4j.train.Trainer;
import io.github.dtn4j.transfer.Pairs;
import io.github.dtn4j.transfer.Translator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A whole training run: find the images, get f, embed all images once, then step, log, sample, measure and checkpoint until
 * the recipe's last step, and save the model with its figures and a report. Started on the folder of an interrupted run, it
 * goes on there bit for bit.
 */
public final class TrainRun implements AutoCloseable {
    private static final int SAMPLES = 48;

    private final RunFolder folder;
    private final Recipe recipe;
    private final Sources sources;
    private final Path models;
    private final Watcher watcher;
    private final BooleanSupplier stop;
    private final List<AutoCloseable> resources = new ArrayList<>();

    /**
     * Prepares a run in its folder.
     *
     * @param models where models are kept that runs share, such as the judge
     * @param stop asked after each step; once true, a checkpoint is written and the run ends
     */
    public TrainRun(RunFolder folder, Sources sources, Path models, Watcher watcher, BooleanSupplier stop) {
        this.folder = folder;
        this.recipe = folder.recipe();
        this.sources = sources;
        this.models = models;
        this.watcher = watcher;
        this.stop = stop;
    }

    /**
     * Trains to the end.
     *
     * @return the figures on the test images, or null where the recipe names no test images or no judge
     * @throws StoppedException once {@code stop} is true; the run can be resumed
     * @throws DtnException if the recipe does not fit the images, a file cannot be used, or training diverges
     */
    public @Nullable TransferAccuracy run() {
        Native.seed(recipe.seed());
        DataSpec data = recipe.data();
        ImageSet source = open("data.source", data.source(), data.sourceChannels());
        ImageSet target = open("data.target", data.target(), data.targetChannels());
        ImageSet validation = data.sourceValidation().isEmpty()
                ? null
                : open("data.sourceValidation", data.sourceValidation(), data.sourceChannels());
        Judge judge = data.judge().isEmpty() ? null : own(Judge.of(data.judge(), models, sources, watcher, stop));
        if (judge != null) {
            judge.check(data);
        }
        Classifier classifier = encoder(source, validation);
        Encoder encoder = own(classifier.encoder().fold());
        Embeddings sourceCodes = own(Embeddings.of(encoder, source, watcher.progress("f(S)")));
        Embeddings targetCodes = own(Embeddings.of(encoder, target, watcher.progress("f(T)")));
        Batches batches =
                new Batches(sourceCodes, targetCodes, target, recipe.train().batch(), recipe.seed());
        Trainer trainer = own(new Trainer(recipe, encoder, sourceCodes, batches));
        resume(trainer);
        loop(trainer, classifier, encoder, judge, validation == null ? source : validation, validation);
        TransferAccuracy figures = finish(trainer, classifier, encoder, judge, source, target);
        report();
        return figures;
    }

    /** For each step: train, log, sample, measure, checkpoint. */
    private void loop(
            Trainer trainer,
            Classifier classifier,
            Encoder encoder,
            @Nullable Judge judge,
            ImageSet shown,
            @Nullable ImageSet validation) {
        var spec = recipe.train();
        Speedometer speed = new Speedometer(2L * spec.batch());
        DeadDiscriminator dead = new DeadDiscriminator(recipe.discriminator().classes());
        try (RunLog log = RunLog.open(folder.path(), trainer.step())) {
            while (trainer.step() < spec.steps()) {
                Losses losses = trainer.train();
                long step = trainer.step();
                boolean last = step == spec.steps();
                if (!losses.finite()) {
                    throw DtnException.failure(
                            "training diverged at step %d (%s); the last checkpoint in %s is whole: resume it with lower learning rates"
                                    .formatted(step, losses.scalars(), folder.path()));
                }
                speed.step();
                watcher.status("train", step, spec.steps(), line(losses, speed));
                if (step % spec.logEvery() == 0 || last) {
                    log.scalars(step, scalars(losses, speed, step));
                    dead.check(losses).ifPresent(watcher::say);
                }
                if (step % spec.sampleEvery() == 0 || last) {
                    sample(trainer, classifier, encoder, shown, log);
                }
                if (judge != null && validation != null && (step % spec.evaluateEvery() == 0 || last)) {
                    measure(trainer, classifier, encoder, judge, validation, log);
                }
                if (step % spec.checkpointEvery() == 0 || last || stop.getAsBoolean()) {
                    write(trainer);
                }
                if (stop.getAsBoolean() && !last) {
                    throw new StoppedException("stopped at step %d of %d".formatted(step, spec.steps()));
                }
                speed.resume();
            }
        }
    }

    private ImageSet open(String key, String source, int channels) {
        if (source.isEmpty()) {
            throw DtnException.usage("recipe key '%s' is empty; name the images".formatted(key));
        }
        Fit fit = new Fit(recipe.data().imageSize(), channels);
        return own(sources.open(source, fit, watcher.progress("images")));
    }

    /** f with its classifier: from the file that the recipe names, from an earlier part of this run, or trained now. */
    private Classifier encoder(ImageSet source, @Nullable ImageSet validation) {
        Path file = recipe.encoder().file().isEmpty()
                ? folder.encoder()
                : Path.of(recipe.encoder().file());
        if (recipe.encoder().file().isEmpty() && !Files.exists(file)) {
            EncoderRun.pretrain(recipe, source, validation, sources, folder.pretraining(), file, watcher, stop);
        }
        try (PointerScope scope = new PointerScope()) {
            Checkpoint model = Checkpoint.read(file, Checkpoint.Kind.CLASSIFIER, Checkpoint.Kind.TRANSLATOR);
            if (!model.recipe().encoder().equals(recipe.encoder())
                    && recipe.encoder().file().isEmpty()) {
                throw DtnException.usage(
                        "%s was trained with other 'encoder' settings than the recipe has".formatted(file));
            }
            return own(model.classifier());
        }
    }

    private void resume(Trainer trainer) {
        if (Files.exists(folder.training())) {
            try (PointerScope scope = new PointerScope()) {
                trainer.load(Checkpoint.read(folder.training(), Checkpoint.Kind.TRAINING)
                        .tensors());
            }
            watcher.say("train: going on from step %d".formatted(trainer.step()));
        }
    }

    private void write(Trainer trainer) {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            trainer.save(tensors);
            new Checkpoint(Checkpoint.Kind.TRAINING, recipe, Map.of(), tensors).write(folder.training());
        }
    }

    private String line(Losses losses, Speedometer speed) {
        return String.format(
                Locale.ROOT,
                "D %.2f gang %.2f const %.3f tid %.4f, %.0f images/s",
                losses.discriminator(),
                losses.gang(),
                losses.constancy(),
                losses.identity(),
                speed.imagesPerSecond());
    }

    private Map<String, Double> scalars(Losses losses, Speedometer speed, long step) {
        Map<String, Double> scalars = losses.scalars();
        scalars.put("loss/g", losses.generator(recipe.loss()));
        scalars.put("speed/images_per_second", speed.imagesPerSecond());
        var spec = recipe.train();
        scalars.put(
                "lr/g",
                spec.generator().learningRate() * spec.generator().schedule().factorAt(step, spec.steps()));
        scalars.put(
                "lr/d",
                spec.discriminator().learningRate()
                        * spec.discriminator().schedule().factorAt(step, spec.steps()));
        return scalars;
    }

    private void sample(Trainer trainer, Classifier classifier, Encoder encoder, ImageSet images, RunLog log) {
        Translator translator = Translator.of(recipe, classifier, encoder, trainer.averaged());
        Pixels grid = Pairs.of(translator, images, SAMPLES).grid();
        byte[] png = Images.encodePng(grid);
        AtomicFile.write(folder.samples().resolve("%06d.png".formatted(trainer.step())), png);
        log.image(trainer.step(), "samples", png, grid.height(), grid.width());
    }

    private TransferAccuracy measure(
            Trainer trainer, Classifier classifier, Encoder encoder, Judge judge, ImageSet validation, RunLog log) {
        TransferAccuracy figures = TransferAccuracy.measure(
                Translator.of(recipe, classifier, encoder, trainer.averaged()),
                judge.classifier(),
                judge.accuracy(),
                validation);
        log.scalars(
                trainer.step(),
                Map.of("accuracy/validation", figures.accuracy(), "accuracy/encoder", figures.encoderAccuracy()));
        watcher.say(String.format(
                Locale.ROOT,
                "train: step %d, transfer accuracy %.2f %% on %d validation images (f itself %.2f %%)",
                trainer.step(),
                100 * figures.accuracy(),
                figures.count(),
                100 * figures.encoderAccuracy()));
        return figures;
    }

    private @Nullable TransferAccuracy finish(
            Trainer trainer,
            Classifier classifier,
            Encoder encoder,
            @Nullable Judge judge,
            ImageSet source,
            ImageSet target) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source_sha256", source.hash());
        facts.put("target_sha256", target.hash());
        facts.put("steps", Long.toString(trainer.step()));
        Generator generator = trainer.averaged();
        TransferAccuracy figures = null;
        if (judge != null && !recipe.data().sourceTest().isEmpty()) {
            ImageSet test = open(
                    "data.sourceTest", recipe.data().sourceTest(), recipe.data().sourceChannels());
            figures = TransferAccuracy.measure(
                    Translator.of(recipe, classifier, encoder, generator), judge.classifier(), judge.accuracy(), test);
            facts.put("test_accuracy", String.format(Locale.ROOT, "%.4f", figures.accuracy()));
            facts.put("test_images", Integer.toString(figures.count()));
            AtomicFile.write(folder.evaluation(), figures.toJson().getBytes(StandardCharsets.UTF_8));
        }
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            classifier.encoder().weights().save(tensors, "encoder.");
            classifier.headWeights().save(tensors, "head.");
            generator.weights().save(tensors, "generator.");
            new Checkpoint(Checkpoint.Kind.TRANSLATOR, recipe, Provenance.of(facts), tensors).write(folder.model());
        }
        return figures;
    }

    private void report() {
        Plots.write(folder.path());
        HtmlReport.write(folder.path());
    }

    private <T extends AutoCloseable> T own(T resource) {
        resources.add(resource);
        return resource;
    }

    @Override
    public void close() {
        for (int i = resources.size() - 1; i >= 0; i--) {
            try {
                resources.get(i).close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        resources.clear();
    }
}

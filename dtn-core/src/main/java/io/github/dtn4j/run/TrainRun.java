package io.github.dtn4j.run;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.Retrieval;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.model.DomainAlignment;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.model.Upscaler;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.report.HtmlReport;
import io.github.dtn4j.report.Plots;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.train.Trainer;
import io.github.dtn4j.transfer.Translator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A whole training run: find the images, get f, embed all images once, train, and save the model with its figures and a
 * report. Started on the folder of an interrupted run, it goes on there bit for bit.
 */
public final class TrainRun implements AutoCloseable {
    private final RunFolder folder;
    private final Recipe recipe;
    private final Sources sources;
    private final Path models;
    private final Watcher watcher;
    private final BooleanSupplier stop;
    private final ProcessGroup group;
    private final WorkerAgreement agreement;
    private final Resources resources = new Resources();
    private @Nullable Trainer trainer;

    /**
     * Prepares a run in its folder.
     *
     * @param models where models are kept that runs share, such as the judge
     * @param stop asked after each step, where a checkpoint is written then, and while images are prepared and embedded; once
     *     true, the run ends
     */
    public TrainRun(RunFolder folder, Sources sources, Path models, Watcher watcher, BooleanSupplier stop) {
        this(folder, sources, models, watcher, stop, ProcessGroup.ONE);
    }

    /**
     * The same as the first of several workers; each of the others makes a {@link WorkerRun}.
     *
     * @param group of which this process is rank 0
     */
    public TrainRun(
            RunFolder folder, Sources sources, Path models, Watcher watcher, BooleanSupplier stop, ProcessGroup group) {
        this.folder = folder;
        this.recipe = folder.recipe();
        this.sources = sources;
        this.models = models;
        this.watcher = new StoppableWatcher(watcher, stop);
        this.stop = stop;
        this.group = group;
        agreement = new WorkerAgreement(group, stop);
    }

    /**
     * Makes sure that a recipe can be trained on the device by so many workers, with the result of one.
     *
     * @throws DtnException if it cannot
     */
    public static void check(Recipe recipe, int workers) {
        WorkerAgreement.check(recipe, workers);
    }

    /**
     * Trains to the end.
     *
     * @return the figures on the test images, or null where the recipe names no test images or no judge
     * @throws StoppedException once {@code stop} is true; the run can be resumed
     * @throws DtnException if the recipe does not fit the images, a file cannot be used, or training diverges
     */
    public @Nullable TransferAccuracy run() {
        Native.load();
        try {
            return train();
        } catch (RuntimeException e) {
            String place = trainer == null || trainer.step() == 0 && trainer.warmStep() == 0
                    ? "before the first step"
                    : "at step %d%s"
                            .formatted(
                                    trainer.warming() ? trainer.warmStep() : trainer.step(),
                                    trainer.warming() ? " of the warm start" : "");
            throw agreement.explained(e, place, folder.goOn());
        }
    }

    private @Nullable TransferAccuracy train() {
        DataSpec data = recipe.data();
        agreement.recipe(recipe);
        RunImages images = agreement.inTurn(() -> RunImages.open(recipe, sources, watcher, resources));
        agreement.agree("training images", images::fingerprint);
        ImageSet test = opening()
                .labelled("data.sourceTest", data.sourceTest()); // a mistake in it shows before hours of training
        ImageSet validation = images.validation();
        TargetClassifier judge =
                data.judge().isEmpty() ? null : own(TargetClassifier.of(data.judge(), models, sources, watcher, stop));
        if (judge != null) {
            judge.check(data);
        }
        EncoderViews views = own(views(images));

        TrainSetup setup = TrainSetup.of(recipe, images, views, group, watcher, resources);
        DomainAlignment domains = setup.domains();
        trainer = setup.trainer();
        Generator generator = trainer.averaged();
        Translator translator = own(Translator.of(recipe, views, domains, generator, null));
        ImageSet shown = validation == null ? images.source() : validation;
        Examiner examiner = new Examiner(images, translator, judge, watcher, resources);
        Kept kept = new TrainLoop(recipe, folder, trainer, translator, shown, examiner, watcher, agreement).run();
        watcher.say(kept.line());
        if (kept.advice() != null) {
            watcher.say(kept.advice());
        }

        Map<String, String> facts = new LinkedHashMap<>();
        kept.describe(facts);
        facts.put("source_sha256", images.source().hash());
        facts.put("target_sha256", images.target().hash());
        if (group.size() > 1) {
            facts.put("workers", Integer.toString(group.size()));
        }
        Upscaler upscaler = recipe.upscaler().wanted()
                ? own(UpscalerRun.train(recipe, sources, folder.upscaling(), watcher, stop))
                : null;
        ImageSet people = images.faces().test();
        Retrieval ranks = trained() || people == null ? null : testFaces(translator, people, facts);
        TransferAccuracy figures = test(translator, judge, test, facts);
        String measured = figures != null ? figures.toJson() : ranks == null ? null : ranks.toJson();
        AtomicFile.write(folder.evaluation(), kept.evaluation(measured).getBytes(StandardCharsets.UTF_8));
        Map<String, String> provenance = Provenance.of(facts);
        AtomicFile.write(folder.provenance(), Provenance.json(provenance));
        Plots.write(folder.path());
        HtmlReport.write(folder.path());
        save(views, domains, generator, upscaler, provenance); // last: a run that has its model is finished
        return figures;
    }

    private RunImages.Opening opening() {
        return new RunImages.Opening(recipe, sources, watcher, resources);
    }

    /** True if f is a network that runs train. */
    private boolean trained() {
        return recipe.encoder().type() == EncoderType.DIGITS;
    }

    /** The one measurement on people of whom nothing was seen before. */
    private Retrieval testFaces(Translator translator, ImageSet photos, Map<String, String> facts) {
        EmbeddedImages people = EmbeddedImages.of(translator, photos, "f(test)", watcher, resources);
        float[][] drawings = people.drawings();
        Retrieval figures = people.retrieval(drawings);
        facts.put("test_median_rank", Double.toString(figures.samePhoto().medianRank()));
        facts.put("test_gallery", Integer.toString(figures.samePhoto().gallery()));
        Images.writePng(new NearestPhotos(people, drawings).picture(), folder.nearestPhotos());
        watcher.say("test: " + people.line(figures.samePhoto(), true));
        return figures;
    }

    private EncoderViews views(RunImages images) {
        if (!trained()) {
            agreement.catchUp();
            return EncoderViews.of(recipe.encoder(), recipe.data().imageSize());
        }
        Path file = trainedEncoder(images);
        agreement.catchUp();
        agreement.file(file);
        return new EncoderFile(file).read(recipe);
    }

    /** f that was trained for this: in the file that the recipe names, from an earlier part of this run, or trained now. */
    private Path trainedEncoder(RunImages images) {
        String named = recipe.encoder().file();
        Path file = named.isEmpty() ? folder.encoder() : Path.of(named);
        if (named.isEmpty() && !Files.exists(file)) {
            String others = recipe.pretrain().images();
            ImageSet seen = others.isEmpty()
                    ? images.faces().training()
                    : opening().one("pretrain.images", others, recipe.data().sourceChannels());
            EncoderRun.pretrain(
                    recipe,
                    seen,
                    images.target(),
                    images.validation(),
                    sources,
                    folder.pretraining(),
                    file,
                    watcher,
                    stop);
        }
        return file;
    }

    /** The one measurement on the test images. */
    private @Nullable TransferAccuracy test(
            Translator translator,
            @Nullable TargetClassifier judge,
            @Nullable ImageSet test,
            Map<String, String> facts) {
        if (judge == null || test == null) {
            return null;
        }
        TransferAccuracy figures = TransferAccuracy.measure(translator, judge.classifier(), judge.accuracy(), test);
        facts.put("test_accuracy", String.format(Locale.ROOT, "%.4f", figures.accuracy()));
        facts.put("test_images", Integer.toString(figures.count()));
        return figures;
    }

    private void save(
            EncoderViews views,
            DomainAlignment domains,
            Generator generator,
            @Nullable Upscaler upscaler,
            Map<String, String> provenance) {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            views.save(tensors);
            domains.save(tensors);
            generator.weights().save(tensors, "generator.");
            if (upscaler != null) {
                upscaler.weights().save(tensors, "upscaler.");
            }
            Checkpoint model = new Checkpoint(Checkpoint.Kind.TRANSLATOR, recipe, provenance, tensors);
            (recipe.train().halfPrecision() ? model.halved() : model).write(folder.model());
        }
    }

    private <T extends AutoCloseable> T own(T resource) {
        return resources.own(resource);
    }

    /** Releases all, the last one first, even where one of them fails. */
    @Override
    public void close() {
        resources.close();
    }
}

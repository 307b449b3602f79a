package io.github.dtn4j.run;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.checkpoint.Checkpoint;
import io.github.dtn4j.data.CodeSet;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.Retrieval;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.model.AlignedEncoder;
import io.github.dtn4j.model.Domains;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.model.TraitAlignment;
import io.github.dtn4j.model.Upscaler;
import io.github.dtn4j.model.Vision;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.FaceView;
import io.github.dtn4j.recipe.GeneratorSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.report.HtmlReport;
import io.github.dtn4j.report.Plots;
import io.github.dtn4j.torch.Devices;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.train.Batches;
import io.github.dtn4j.train.Embeddings;
import io.github.dtn4j.train.Trainer;
import io.github.dtn4j.transfer.Translator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
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
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    /**
     * Prepares a run in its folder.
     *
     * @param models where models are kept that runs share, such as the judge
     * @param stop asked after each step, where a checkpoint is written then, and while images are prepared and embedded; once
     *     true, the run ends
     */
    public TrainRun(RunFolder folder, Sources sources, Path models, Watcher watcher, BooleanSupplier stop) {
        this.folder = folder;
        this.recipe = folder.recipe();
        this.sources = sources;
        this.models = models;
        this.watcher = new StoppableWatcher(watcher, stop);
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
        Native.load();
        if (recipe.train().mixed() && Devices.cpu()) {
            throw DtnException.usage(
                    "recipe key 'train.precision' is mixed, which is for a GPU; add --device cuda, or --set train.precision=full");
        }
        DataSpec data = recipe.data();
        FaceParts faces = FaceParts.of(
                trainingImages("data.source", data.source(), data.sourceChannels()),
                data,
                photos(recipe.encoder().sourceView()));
        ImageSet source = Labels.without(faces.training(), "data.sourceWithout", data.sourceWithout());
        ImageSet target = Labels.without(
                FaceParts.of(
                                trainingImages("data.target", data.target(), data.targetChannels()),
                                data,
                                photos(recipe.encoder().targetView()))
                        .training(),
                "data.targetWithout",
                data.targetWithout());
        ImageSet validation = validation(faces);
        ImageSet test =
                labelled("data.sourceTest", data.sourceTest()); // a mistake in it shows before hours of training
        Judge judge = data.judge().isEmpty() ? null : own(Judge.of(data.judge(), models, sources, watcher, stop));
        if (judge != null) {
            judge.check(data);
        }
        Vision vision = own(vision(faces.training(), target, validation));

        Embeddings sourceCodes = embed(vision.source(), source, "f(S)");
        if (recipe.train().balancedClasses()) {
            sourceCodes = sourceCodes.classified(Objects.requireNonNull(vision.classifier()));
        }
        Embeddings targetCodes = embed(vision.target(), target, "f(T)");
        Domains domains = domains(sourceCodes, targetCodes, vision.target().visible());
        Batches batches = new Batches(
                sourceCodes.aligned(domains.source()),
                recipe.generator().input() == GeneratorSpec.Input.IMAGES ? source : null,
                targetCodes.aligned(domains.target()),
                target,
                recipe.train().batch(),
                recipe.seed());

        Trainer trainer = own(new Trainer(recipe, new AlignedEncoder(vision.target(), domains.target()), batches));
        Generator generator = trainer.averaged();
        Translator translator = own(Translator.of(recipe, vision, domains, generator, null));
        ImageSet shown = validation == null ? source : validation;
        Examiner examiner = validation == null ? null : examiner(translator, judge, validation);
        new TrainLoop(recipe, folder, trainer, translator, shown, examiner, watcher, stop).run();

        trainer.averaged();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source_sha256", source.hash());
        facts.put("target_sha256", target.hash());
        Upscaler upscaler = recipe.upscaler().wanted()
                ? own(UpscalerRun.train(recipe, sources, folder.upscaling(), watcher, stop))
                : null;
        if (!trained() && faces.test() != null) {
            testFaces(translator, faces.test(), facts);
        }
        TransferAccuracy figures = test(translator, judge, test, facts);
        Map<String, String> provenance = Provenance.of(facts);
        AtomicFile.write(folder.provenance(), Provenance.json(provenance));
        Plots.write(folder.path());
        HtmlReport.write(folder.path());
        save(vision, domains, generator, upscaler, provenance); // last: a run that has its model is finished
        return figures;
    }

    private boolean photos(FaceView view) {
        return recipe.encoder().type() == EncoderType.FACE && view == FaceView.PHOTO;
    }

    /** Whether f is a network that runs train. */
    private boolean trained() {
        return recipe.encoder().type() == EncoderType.DIGITS;
    }

    /** The images that are measured during training: labelled ones where labels count, else any, or people who are kept apart. */
    private @Nullable ImageSet validation(FaceParts faces) {
        DataSpec data = recipe.data();
        if (data.sourceValidation().isEmpty()) {
            return trained() ? null : faces.validation();
        }
        return recipe.hasClasses() || !data.judge().isEmpty()
                ? labelled("data.sourceValidation", data.sourceValidation())
                : open("data.sourceValidation", data.sourceValidation(), data.sourceChannels());
    }

    private @Nullable Examiner examiner(Translator translator, @Nullable Judge judge, ImageSet validation) {
        if (judge != null) {
            return new DigitExaminer(translator, judge, validation);
        }
        return recipe.hasClasses() ? null : faceExaminer(translator, validation, "f(validation)");
    }

    private FaceExaminer faceExaminer(Translator translator, ImageSet photos, String stage) {
        Embeddings people = embed(translator.vision().source(), photos, stage);
        return new FaceExaminer(
                translator,
                photos,
                people.aligned(translator.domains().source()),
                IntStream.range(0, photos.count())
                        .map(i -> photos.labelled() ? photos.label(i) : i)
                        .toArray());
    }

    /** The one measurement on people of whom nothing was seen before. */
    private void testFaces(Translator translator, ImageSet photos, Map<String, String> facts) {
        FaceExaminer examiner = faceExaminer(translator, photos, "f(test)");
        Retrieval figures = examiner.retrieval();
        facts.put("test_median_rank", Double.toString(figures.samePhoto().medianRank()));
        facts.put("test_gallery", Integer.toString(figures.samePhoto().gallery()));
        AtomicFile.write(folder.evaluation(), figures.toJson().getBytes(StandardCharsets.UTF_8));
        Images.writePng(new NearestPhotos(examiner, photos).picture(), folder.nearestPhotos());
        watcher.say("test: " + examiner.examine().line());
    }

    private Vision vision(ImageSet source, ImageSet target, @Nullable ImageSet validation) {
        return trained()
                ? trainedVision(source, target, validation)
                : Vision.of(recipe.encoder(), recipe.data().imageSize());
    }

    /** Images of a domain, which no single image can stand for: its spread would be unknown. */
    private ImageSet trainingImages(String key, String source, int channels) {
        ImageSet set = open(key, source, channels);
        if (set.count() < 2) {
            throw DtnException.usage("recipe key '%s' names a single image; training takes 2 or more".formatted(key));
        }
        return set;
    }

    private ImageSet open(String key, String source, int channels) {
        if (source.isEmpty()) {
            throw DtnException.usage("recipe key '%s' is empty; name the images".formatted(key));
        }
        Fit fit = new Fit(recipe.data().imageSize(), channels);
        return own(sources.open(source, fit, watcher.progress("images")));
    }

    private @Nullable ImageSet labelled(String key, String images) {
        if (images.isEmpty()) {
            return null;
        }
        ImageSet set = open(key, images, recipe.data().sourceChannels());
        Labels.check(set, key, recipe.pretrain().classes());
        return set;
    }

    /** f that was trained for this: from the file that the recipe names, from an earlier part of this run, or trained now. */
    private Vision trainedVision(ImageSet source, ImageSet target, @Nullable ImageSet validation) {
        String named = recipe.encoder().file();
        Path file = named.isEmpty() ? folder.encoder() : Path.of(named);
        if (named.isEmpty() && !Files.exists(file)) {
            String others = recipe.pretrain().images();
            ImageSet images = others.isEmpty()
                    ? source
                    : open("pretrain.images", others, recipe.data().sourceChannels());
            EncoderRun.pretrain(recipe, images, target, validation, sources, folder.pretraining(), file, watcher, stop);
        }
        try (PointerScope scope = new PointerScope()) {
            Checkpoint.Kind encoder = recipe.hasClasses() ? Checkpoint.Kind.CLASSIFIER : Checkpoint.Kind.ENCODER;
            Checkpoint model = Checkpoint.read(file, encoder, Checkpoint.Kind.TRANSLATOR);
            if (!fits(model.recipe())) {
                throw DtnException.usage(
                        "%s holds an encoder of another shape than the recipe's 'encoder' settings, 'data.imageSize', 'data.sourceChannels', 'pretrain.objective' and 'pretrain.classes'"
                                .formatted(file));
            }
            return recipe.hasClasses()
                    ? Vision.of(recipe.encoder(), model.classifier())
                    : Vision.of(recipe.encoder(), model.encoder());
        }
    }

    /** Whether the encoder of another recipe is what this one describes: the model of this run is read again by it. */
    private boolean fits(Recipe other) {
        return other.encoder().sameNetwork(recipe.encoder())
                && other.data().imageSize() == recipe.data().imageSize()
                && other.data().sourceChannels() == recipe.data().sourceChannels()
                && other.pretrain().objective() == recipe.pretrain().objective()
                && (!recipe.hasClasses()
                        || other.pretrain().classes() == recipe.pretrain().classes());
    }

    private Embeddings embed(Encoder encoder, ImageSet images, String stage) {
        FaceFiles files = new FaceFiles(images.file());
        if (recipe.encoder().type() != EncoderType.FACE || !Files.exists(files.codes())) {
            return own(Embeddings.of(encoder, images, watcher.progress(stage)));
        }
        try (CodeSet identities = CodeSet.open(files.codes())) {
            return own(Embeddings.of(encoder, images, identities, watcher.progress(stage)));
        }
    }

    private Domains domains(Embeddings source, Embeddings target, int visible) {
        if (!recipe.encoder().standardised()) {
            return Domains.none((int) source.codes().size(1));
        }
        return visible > 0
                ? TraitAlignment.fit(source.codes(), target.codes(), visible)
                : new Domains(source.standardisation(), target.standardisation());
    }

    /** The one measurement on the test images. */
    private @Nullable TransferAccuracy test(
            Translator translator, @Nullable Judge judge, @Nullable ImageSet test, Map<String, String> facts) {
        if (judge == null || test == null) {
            return null;
        }
        TransferAccuracy figures = TransferAccuracy.measure(translator, judge.classifier(), judge.accuracy(), test);
        facts.put("test_accuracy", String.format(Locale.ROOT, "%.4f", figures.accuracy()));
        facts.put("test_images", Integer.toString(figures.count()));
        AtomicFile.write(folder.evaluation(), figures.toJson().getBytes(StandardCharsets.UTF_8));
        return figures;
    }

    private void save(
            Vision vision,
            Domains domains,
            Generator generator,
            @Nullable Upscaler upscaler,
            Map<String, String> provenance) {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            vision.save(tensors);
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
        resources.push(resource);
        return resource;
    }

    /** Releases all, the last one first, even where one of them fails. */
    @Override
    public void close() {
        RuntimeException fault = null;
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                if (fault == null) {
                    fault = new IllegalStateException("the run's memory could not be released", e);
                } else {
                    fault.addSuppressed(e);
                }
            }
        }
        if (fault != null) {
            throw fault;
        }
    }
}

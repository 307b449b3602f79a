package io.github.dtn4j.learn;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.FolderLook;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.FiguresJson;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.evaluate.TranslationFigures;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.report.HtmlReport;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.run.StageTimes;
import io.github.dtn4j.run.StoppableWatcher;
import io.github.dtn4j.run.StoppedException;
import io.github.dtn4j.run.TrainRun;
import io.github.dtn4j.run.Watcher;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.transfer.Pairs;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two folders of images in, a translator between them out: packs them, gets an f, trains within a budget of time, and measures
 * what can be measured. f is given, or learned from the labels that class subfolders of the source are, or from the unlabelled
 * images of both folders. The decisions are written into the run folder before training begins, so that the same request made
 * again goes on with them.
 */
public final class Learn {
    private static final int LARGE = 64;
    private static final int SMALL = 32;
    private static final int SHOWN = 48;
    private static final double PATIENCE = 3; // seconds to time a stage, at most
    private static final double PATIENCE_SHARE = 0.01; // of the budget

    private final LearnRequest request;
    private final RunFolder folder;
    private final Sources sources;
    private final Watcher watcher;
    private final BooleanSupplier stop;

    private Learn(LearnRequest request, RunFolder folder, Sources sources, Watcher watcher, BooleanSupplier stop) {
        this.request = request;
        this.folder = folder;
        this.sources = sources;
        this.watcher = new StoppableWatcher(watcher, stop);
        this.stop = stop;
    }

    /**
     * What came out.
     *
     * @param folder the run folder
     * @param model the translator
     * @param transfers a picture of images that nothing was learned from, each with its transfer
     * @param report the page for people
     */
    public record Result(Path folder, Path model, Path transfers, Path report, TranslationFigures figures) {}

    /**
     * Does all of it, or goes on where an earlier call was stopped.
     *
     * @param stop asked after each step; once true, the state is written and the run ends
     * @throws StoppedException once {@code stop} is true
     * @throws DtnException if a folder holds too few images, the run folder belongs to something else, or training diverges
     */
    public static Result run(LearnRequest request, Sources sources, Watcher watcher, BooleanSupplier stop) {
        Path path = request.folder();
        checkOwner(path, request);
        FolderReader source = new FolderReader(request.source());
        FolderReader target = new FolderReader(request.target());
        try (RunFolder folder = RunFolder.claim(path)) {
            Learn learn = new Learn(request, folder, sources, watcher, stop);
            if (!folder.begun()) {
                learn.begin(source, target);
            }
            return learn.finish();
        }
    }

    /** A folder of another run is left alone, and so is anything else that lies where the run folder is to be. */
    private static void checkOwner(Path path, LearnRequest request) {
        Path asked = path.resolve("learn.json");
        try {
            if (Files.isRegularFile(asked)) {
                if (!Files.readString(asked).equals(request.toJson())) {
                    throw DtnException.usage(
                            "%s holds a run that was begun with other folders or settings (learn.json); repeat those, or name another --out"
                                    .formatted(path));
                }
            } else if (Files.exists(path.resolve("recipe.yaml"))) {
                throw DtnException.usage("%s holds a run of something else; name another --out".formatted(path));
            }
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(asked, DtnException.reason(e)), e);
        }
    }

    /** Packs, chooses settings, times the stages, and writes down what was decided. */
    private void begin(FolderReader source, FolderReader target) {
        Native.load();
        long start = System.nanoTime();
        AtomicFile.write(folder.path().resolve("learn.json"), request.toJson().getBytes(StandardCharsets.UTF_8));
        FolderLook sourceLook = FolderLook.of(source);
        FolderLook targetLook = FolderLook.of(target);
        Integer wanted = request.size();
        boolean large = Math.min(sourceLook.side(), targetLook.side()) >= LARGE;
        LearnRecipe settings =
                pack(source, target, sourceLook, targetLook, wanted != null ? wanted : large ? LARGE : SMALL);
        LearnPlan plan = plan(settings, start);
        if (wanted == null && settings.size() == LARGE && plan.thin()) {
            watcher.say("%s; that is too little at %d pixels, so it is %d; --size %d insists"
                    .formatted(plan.line(left(start)), LARGE, SMALL, LARGE));
            settings = pack(source, target, sourceLook, targetLook, SMALL);
            plan = plan(settings, start);
        }
        watcher.say(described(settings));
        watcher.say(plan.line(left(start)));
        if (settings.judged()) {
            byte[] judge = Recipes.write(plan.inJudge(settings.judge())).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(judgeFile(), judge);
        }
        folder.begin(plan.in(settings.recipe(judgeFile())));
    }

    private LearnPlan plan(LearnRecipe settings, long start) {
        Recipe recipe = settings.recipe(judgeFile());
        Recipe judge = settings.judged() ? settings.judge() : null;
        double patience = Math.min(PATIENCE, PATIENCE_SHARE * request.budget().toSeconds());
        StageTimes times = StageTimes.measure(recipe, judge, sources, patience);
        return LearnPlan.of(times, recipe, left(start));
    }

    /** Seconds of the budget that are left. */
    private double left(long start) {
        return request.budget().toSeconds() - (System.nanoTime() - start) / 1e9;
    }

    private Path judgeFile() {
        return folder.path().resolve("judge.yaml").toAbsolutePath();
    }

    private LearnRecipe pack(
            FolderReader source, FolderReader target, FolderLook sourceLook, FolderLook targetLook, int size) {
        int targetChannels = targetLook.coloured() ? 3 : 1;
        int sourceChannels = sourceLook.coloured() ? 3 : targetChannels; // f must know the target's colours
        Path images = folder.path().resolve("images").toAbsolutePath();
        return new LearnRecipe(
                request,
                LearnDomain.pack(
                        source,
                        images.resolve("source").resolve("source.images"),
                        new Fit(size, sourceChannels),
                        LearnDomain.LEAST_OF_SOURCE,
                        true,
                        request.seed(),
                        watcher),
                LearnDomain.pack(
                        target,
                        images.resolve("target").resolve("target.images"),
                        new Fit(size, targetChannels),
                        LearnDomain.LEAST_OF_TARGET,
                        false,
                        request.seed(),
                        watcher),
                size,
                sourceChannels,
                targetChannels);
    }

    private String described(LearnRecipe settings) {
        String f = request.encoder() != null
                ? "f is " + request.encoder()
                : settings.byLabels()
                        ? "f learns from %d classes of the source"
                                .formatted(settings.source().classNames().size())
                        : "f learns without labels";
        return "%,d source and %,d target images at %d pixels, %s and %s; %s; %s"
                .formatted(
                        settings.source().count(),
                        settings.target().count(),
                        settings.size(),
                        settings.sourceChannels() == 3 ? "colour" : "grey",
                        settings.targetChannels() == 3 ? "colour" : "grey",
                        f,
                        settings.judged()
                                ? "both folders have the same classes, so the accuracy is measured"
                                : "no accuracy, for want of the same classes in both folders");
    }

    private Result finish() {
        TransferAccuracy accuracy;
        try (TrainRun run = new TrainRun(folder, sources, folder.path(), watcher, stop)) {
            accuracy = run.run();
        }
        TranslationFigures figures = figures(accuracy);
        String json = FiguresJson.withKeptStep(figures.toJson(), folder.evaluation());
        AtomicFile.write(folder.evaluation(), json.getBytes(StandardCharsets.UTF_8));
        HtmlReport.write(folder.path());
        return new Result(folder.path(), folder.model(), folder.transfers(), folder.report(), figures);
    }

    /** The figures on images that nothing was learned from, and a picture of some of them. */
    private TranslationFigures figures(@Nullable TransferAccuracy accuracy) {
        Path images = folder.path().resolve("images");
        try (Translator translator = Translator.load(folder.model());
                ImageSet source = ImageSet.open(images.resolve("source").resolve("source.images"));
                ImageSet target = ImageSet.open(images.resolve("target").resolve("target.images"))) {
            ImageSet unseen = LearnDomain.test(source, LearnDomain.LEAST_OF_SOURCE);
            ImageSet real = LearnDomain.test(target, LearnDomain.LEAST_OF_TARGET);
            Images.writePng(Pairs.of(translator, unseen, SHOWN).grid(), folder.transfers());
            return TranslationFigures.measure(
                    translator, unseen, real, new TranslationFigures.Unseen(true, true), accuracy, request.seed());
        }
    }
}

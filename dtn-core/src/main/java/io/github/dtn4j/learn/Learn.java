package io.github.dtn4j.learn;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
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
import io.github.dtn4j.run.RunChange;
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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two folders of images in, a translator between them out: packs them, gets an f, trains within a budget of time, and measures
 * what can be measured. f is given, or the face encoder where the source shows faces, or the encoder of icons, which learns further
 * from the labels that class subfolders of the source are. The decisions are written into the run folder before
 * training begins, so that the same request made again goes on with them. A request with a larger budget, or with other images in
 * the folders, goes on from the weights that are there.
 */
public final class Learn {
    private static final String ENCODER = "icons-encoder.safetensors";
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
        LearnState before = LearnState.read(path);
        FolderReader source = new FolderReader(request.source());
        FolderReader target = new FolderReader(request.target());
        LearnState now = LearnState.of(request, source, target);
        LearnState.Growth growth = before == null ? null : before.until(now, request);
        try (RunFolder folder = RunFolder.claim(path)) {
            Learn learn = new Learn(request, folder, sources, watcher, stop);
            LearnSetup setup = new LearnSetup(
                    request, source, target, path.toAbsolutePath().resolve("images"), learn.watcher);
            setup.describe();
            if (before == null || growth == null || !folder.begun()) {
                learn.begin(setup, now);
            } else if (!growth.lines().isEmpty()) {
                growth.lines().forEach(learn.watcher::say);
                learn.grow(setup, growth, before, now);
            }
            return learn.finish();
        }
    }

    /** Packs, chooses settings, times the stages, and writes down what was decided. */
    private void begin(LearnSetup setup, LearnState state) {
        Native.load();
        long start = System.nanoTime();
        if (!folder.begun()) {
            state.write(folder.path()); // whose folder it is
        }
        LearnRecipe settings = setup.choose();
        LearnPlan plan = plan(settings, start);
        if (request.size() == null && settings.faces() == null && settings.size() == LearnSetup.LARGE && plan.thin()) {
            watcher.say("%s; that is too little at %d pixels, so it is %d; --size %d insists"
                    .formatted(plan.line(left(start)), LearnSetup.LARGE, LearnSetup.SMALL, LearnSetup.LARGE));
            settings = setup.plain(LearnSetup.SMALL, settings.targetChannels());
            plan = plan(settings, start);
        }
        watcher.say(described(settings));
        watcher.say(plan.line(left(start)));
        if (settings.judged()) {
            writeJudge(plan.inJudge(settings.judge()));
        }
        if (settings.faces() == null && request.encoderFile() == null) {
            copyEncoder(LearnRecipe.start(folder.path()));
        }
        folder.begin(plan.in(settings.recipe(judgeFile())));
        state.write(folder.path());
    }

    /** Copies the encoder of icons, a classifier of {@link io.github.dtn4j.data.Icons} that the recipe icons-encoder makes. */
    private static void copyEncoder(Path file) {
        try (InputStream in = Learn.class.getResourceAsStream(ENCODER)) {
            if (in == null) {
                throw DtnException.failure(ENCODER + " is not on the class path");
            }
            AtomicFile.write(file, in.readAllBytes());
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(ENCODER, DtnException.reason(e)), e);
        }
    }

    /** Writes the recipe of the classifier of T, which is trained anew. */
    private void writeJudge(Recipe judge) {
        RunChange change = new RunChange(folder);
        change.forget(judgeFile().resolveSibling("judge.yaml.safetensors"));
        change.forget(judgeFile().resolveSibling("judge.yaml.safetensors.state"));
        AtomicFile.write(judgeFile(), Recipes.write(judge).getBytes(StandardCharsets.UTF_8));
    }

    /** More steps for a run that was begun, with the images that the folders hold now. */
    private void grow(LearnSetup setup, LearnState.Growth growth, LearnState before, LearnState state) {
        Native.load();
        RunChange change = new RunChange(folder);
        if (growth.images()) {
            before.withoutImages().write(folder.path()); // until state is written, every call packs the images again
        }
        if (growth.images() && !Files.exists(folder.training())) {
            change.forgetPretraining(); // nothing of g is there to go on with, and f is to see the new images, too
            begin(setup, state);
            return;
        }
        Recipe recipe = folder.recipe();
        if (growth.images()) {
            LearnRecipe settings = setup.again(recipe);
            if (!settings.hasClassesOf(recipe)) {
                throw DtnException.usage(
                        "the folders have other classes than when the run was begun; name another --out");
            }
            recipe = Recipes.change(recipe, settings.images());
            change.forget(folder.candidates()); // their figures are of the images of before
            if (settings.judged()) {
                int epochs = Recipes.read(judgeFile().toString(), List.of())
                        .pretrain()
                        .epochs();
                writeJudge(Recipes.change(settings.judge(), List.of("pretrain.epochs=" + epochs)));
            }
        }
        double step = StageTimes.measure(recipe, null, sources, patience()).step();
        int more = LearnPlan.moreSteps(growth.seconds(), step);
        watcher.say("%,d more steps, %,d in all".formatted(more, recipe.train().steps() + more));
        change.apply(
                Recipes.change(recipe, List.of("train.steps=" + (recipe.train().steps() + more))));
        state.write(folder.path());
    }

    private double patience() {
        return Math.min(PATIENCE, PATIENCE_SHARE * request.budget().toSeconds());
    }

    private LearnPlan plan(LearnRecipe settings, long start) {
        Recipe recipe = settings.recipe(judgeFile());
        Recipe judge = settings.judged() ? settings.judge() : null;
        StageTimes times = StageTimes.measure(recipe, judge, sources, patience());
        return LearnPlan.of(times, recipe, left(start));
    }

    /** Seconds of the budget that are left. */
    private double left(long start) {
        return request.budget().toSeconds() - (System.nanoTime() - start) / 1e9;
    }

    private Path judgeFile() {
        return folder.path().resolve("judge.yaml").toAbsolutePath();
    }

    private String described(LearnRecipe settings) {
        return "%,d source and %,d target images at %d pixels, the target %s; %s; %s"
                .formatted(
                        settings.source().count(),
                        settings.target().count(),
                        settings.size(),
                        settings.targetChannels() == 3 ? "in colour" : "grey",
                        settings.encoderWords(),
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
            ImageSet unseen = LearnKept.test(source);
            ImageSet real = LearnKept.test(target);
            Images.writePng(Pairs.of(translator, unseen, SHOWN).grid(), folder.transfers());
            return TranslationFigures.measure(
                    translator, unseen, real, new TranslationFigures.Unseen(true, true), accuracy, request.seed());
        }
    }
}

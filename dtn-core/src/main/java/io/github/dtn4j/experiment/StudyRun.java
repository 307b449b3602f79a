package io.github.dtn4j.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.AdaptationFigures;
import io.github.dtn4j.evaluate.TranslationFigures;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.Adaptation;
import io.github.dtn4j.run.FolderLock;
import io.github.dtn4j.run.Judge;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.run.TrainRun;
import io.github.dtn4j.run.Watcher;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a study: every variant with every seed, each as a run of its own that resumes, and the table after each of them. What is
 * finished is not run again, so a study that was stopped or killed goes on when it is started again, and seeds can be added.
 */
public final class StudyRun {
    private final Studies studies;
    private final Study study;
    private final List<Long> seeds;
    private final @Nullable Duration budget;
    private final Path out;
    private final Sources sources;
    private final Path models;
    private final Watcher watcher;
    private final BooleanSupplier stop;

    /**
     * Prepares a study.
     *
     * @param name one of {@link Studies#NAMES}
     * @param seeds at least one, each once
     * @param budget wall time that the whole study may take; epochs and steps are made fewer where it would take longer; null: as
     *     long as it takes
     * @param out runs go to {@code runs}, shared encoders to {@code encoders}, and the tables to a folder named by the study
     * @param models where models are kept that runs share, such as the judge
     * @param stop asked after each step; once true, a checkpoint is written and the study ends
     * @throws DtnException if there is no such study, or a recipe cannot be read
     */
    public StudyRun(
            Studies studies,
            String name,
            List<Long> seeds,
            @Nullable Duration budget,
            Path out,
            Sources sources,
            Path models,
            Watcher watcher,
            BooleanSupplier stop) {
        if (seeds.isEmpty() || seeds.stream().distinct().count() < seeds.size()) {
            throw DtnException.usage("the seeds of a study are one or more numbers, each once; not " + seeds);
        }
        this.studies = studies;
        this.study = studies.study(name);
        study.variants()
                .forEach(variant -> Recipes.read(variant.recipe(), variant.settings())); // a mistake shows at once
        this.seeds = List.copyOf(seeds);
        this.budget = budget;
        this.out = out;
        this.sources = sources;
        this.models = models;
        this.watcher = watcher;
        this.stop = stop;
    }

    /** The folder of the table, the plot, the pictures and the report. */
    public Path folder() {
        return out.resolve(study.name());
    }

    /**
     * Runs what is not finished yet.
     *
     * @return the table in Markdown
     * @throws io.github.dtn4j.run.StoppedException once {@code stop} is true; started again, the study goes on
     */
    public String run() {
        Native.load();
        createFolders();
        try (FolderLock lock = FolderLock.of(out, "experiments.lock")) {
            SharedEncoders encoders = new SharedEncoders(out.resolve("encoders"), sources, watcher, stop);
            Scale scale = scale();
            List<Child> children = children(scale);
            int done = 0;
            for (Child child : children) {
                if (!finished(child)) {
                    watcher.say("study %s: run %d of %d, %s, seed %d"
                            .formatted(
                                    study.name(),
                                    done + 1,
                                    children.size(),
                                    child.variant().name(),
                                    child.recipe().seed()));
                    run(child, encoders, scale);
                    write(scale);
                }
                done++;
            }
            return write(scale).markdown();
        }
    }

    private Scale scale() {
        if (budget == null) {
            return Scale.WHOLE;
        }
        List<Recipe> recipes = study.variants().stream()
                .map(variant -> Recipes.read(variant.recipe(), variant.settings()))
                .toList();
        Recipe readers = study.adapts() ? reader(recipes.get(0), Scale.WHOLE) : null;
        watcher.say("timing the first steps, to plan with");
        Scale scale = new Plan(folder().resolve("plan.json"), sources).scale(budget, recipes, seeds.size(), readers);
        watcher.say(String.format(
                Locale.ROOT, "planned: %.3f of the recipe's epochs and steps, to fit the budget", scale.factor()));
        return scale;
    }

    private void createFolders() {
        try {
            Files.createDirectories(folder());
        } catch (IOException e) {
            throw DtnException.failure(
                    "%s cannot be made: %s; name another folder with --out".formatted(folder(), DtnException.reason(e)),
                    e);
        }
    }

    /** One seed after the other: what there is of a study that was stopped compares all variants. */
    private List<Child> children(Scale scale) {
        List<Child> children = new ArrayList<>();
        for (long seed : seeds) {
            study.variants().forEach(variant -> children.add(child(variant, seed, scale)));
        }
        return children;
    }

    private Child child(Variant variant, long seed, Scale scale) {
        List<String> settings = new ArrayList<>(variant.settings());
        settings.addAll(scale.settings(Recipes.read(variant.recipe(), settings)));
        settings.add("seed=" + seed);
        return new Child(variant, Recipes.read(variant.recipe(), settings), out.resolve("runs"));
    }

    private boolean finished(Child child) {
        return child.has(Figures.DIVERGED)
                || child.trained()
                        && child.has(Figures.TRANSLATION)
                        && (!study.adapts() || child.has(Figures.ADAPTATION));
    }

    /** A variant that diverges is a result, too, and keeps no other from being trained. */
    private void run(Child child, SharedEncoders encoders, Scale scale) {
        try {
            complete(child, encoders, scale);
        } catch (DtnException e) {
            if (e.kind() != DtnException.Kind.DIVERGENCE) {
                throw e;
            }
            watcher.say(String.valueOf(e.getMessage()));
            AtomicFile.write(
                    child.folder().resolve(Figures.DIVERGED),
                    String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void complete(Child child, SharedEncoders encoders, Scale scale) {
        try (RunFolder folder = RunFolder.at(child.folder(), child.recipe())) {
            if (!child.trained()) {
                encoders.provide(child.recipe(), folder);
                try (TrainRun run = new TrainRun(folder, sources, models, watcher, stop)) {
                    run.run();
                }
            }
            Files.deleteIfExists(folder.training()); // large, and of use to unfinished runs only
            if (!child.has(Figures.TRANSLATION)) {
                measure(child);
            }
            if (study.adapts() && !child.has(Figures.ADAPTATION)) {
                adapt(child, scale);
            }
        } catch (IOException e) {
            throw DtnException.failure(
                    "the checkpoint in %s cannot be removed: %s".formatted(child.folder(), DtnException.reason(e)), e);
        }
    }

    /** What needs no label: on images of S that nothing was learned from, where the recipe names some, and on T. */
    private void measure(Child child) {
        DataSpec data = child.recipe().data();
        String unseen = Stream.of(data.sourceTest(), data.sourceValidation(), data.source())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow();
        Fit fit = new Fit(data.imageSize(), data.targetChannels());
        try (Translator translator = Translator.load(child.model());
                ImageSet source = sources.open(unseen, translator.fit(), watcher.progress("images"));
                ImageSet target = sources.open(data.target(), fit, watcher.progress("images"))) {
            String figures = TranslationFigures.measure(
                            translator, source, target, null, child.recipe().seed())
                    .toJson();
            AtomicFile.write(child.folder().resolve(Figures.TRANSLATION), figures.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Trains readers of T on the child's drawings; the test images are those that its judge was measured on. */
    private void adapt(Child child, Scale scale) {
        Recipe recipe = child.recipe();
        DataSpec data = recipe.data();
        String test;
        try (Judge judge = Judge.of(data.judge(), models, sources, watcher, stop)) {
            test = judge.test();
        }
        Recipe network = reader(recipe, scale);
        Path work = child.folder().resolve("adaptation");
        AdaptationFigures figures = new Adaptation(network, work, sources, watcher, stop)
                .measure(child.model(), data.source(), data.target(), test);
        AtomicFile.write(
                child.folder().resolve(Figures.ADAPTATION), figures.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** The recipe of the networks that read what a recipe's g draws. */
    private static Recipe reader(Recipe drawing, Scale scale) {
        Recipe network = Recipes.read(
                "adaptation-classifier",
                List.of(
                        "seed=" + drawing.seed(),
                        "data.imageSize=" + drawing.data().imageSize(),
                        "data.sourceChannels=" + drawing.data().targetChannels(),
                        "pretrain.classes=" + drawing.pretrain().classes()));
        return Recipes.change(
                network,
                List.of("pretrain.epochs=" + scale.scaled(network.pretrain().epochs())));
    }

    /** The table of what is finished, and all that is made of it. */
    private StudyTable write(Scale scale) {
        List<Line> lines = new ArrayList<>();
        Map<Variant, Path> shown = new LinkedHashMap<>();
        for (Row row : study.rows()) {
            Map<Long, ObjectNode> figures = new LinkedHashMap<>();
            for (long seed : seeds) {
                Child child = child(row.variant(), seed, scale);
                if (finished(child)) {
                    figures.put(seed, Figures.of(child.folder()));
                }
                if (child.trained()) {
                    shown.putIfAbsent(row.variant(), child.folder());
                }
            }
            lines.add(new Line(row, child(row.variant(), seeds.get(0), scale).recipe(), figures));
        }
        StudyTable table = new StudyTable(study, seeds, scale, lines);
        StudyFolder.write(folder(), table, shown);
        return table;
    }
}

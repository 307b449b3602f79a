package io.github.dtn4j.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.FolderLock;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.Watcher;
import io.github.dtn4j.torch.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a study: every variant with every seed, each as a run of its own that resumes, and the table after each of them. What is
 * finished is not run again, so a study that was stopped or killed goes on when it is started again, and seeds can be added.
 */
public final class StudyRun {
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
            Scale scale = scale();
            List<Child> children = children(scale);
            ChildRun runner = new ChildRun(
                    new SharedEncoders(out.resolve("encoders"), sources, watcher, stop),
                    study.adapts(),
                    scale,
                    sources,
                    models,
                    watcher,
                    stop);
            Remaining remaining = new Remaining((int) children.stream()
                    .filter(child -> !child.finished(study.adapts()))
                    .count());
            for (int i = 0; i < children.size(); i++) {
                Child child = children.get(i);
                if (!child.finished(study.adapts())) {
                    watcher.say("study %s: run %d of %d, %s, seed %d%s"
                            .formatted(
                                    study.name(),
                                    i + 1,
                                    children.size(),
                                    child.variant().name(),
                                    child.recipe().seed(),
                                    remaining.text()));
                    runner.finish(child);
                    remaining.runDone();
                    write(scale);
                }
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
        Recipe readers = study.adapts() ? ChildRun.reader(recipes.get(0), Scale.WHOLE) : null;
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

    /** The table of what is finished, and all that is made of it. */
    private StudyTable write(Scale scale) {
        List<Line> lines = new ArrayList<>();
        Map<Variant, Path> shown = new LinkedHashMap<>();
        for (Row row : study.rows()) {
            Map<Long, ObjectNode> figures = new LinkedHashMap<>();
            for (long seed : seeds) {
                Child child = child(row.variant(), seed, scale);
                if (child.finished(study.adapts())) {
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

package io.github.dtn4j.cli;

import io.github.dtn4j.data.Sources;
import io.github.dtn4j.experiment.Studies;
import io.github.dtn4j.experiment.StudyRun;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.Budget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn experiment}: the paper's tables, on its digits or on other images. */
@Command(
        name = "experiment",
        description = {
            "Train a recipe in all variants of a study, with several seeds, and compare them in a table.",
            "",
            "The studies:",
            "  ablation       what each part of the loss and of G is worth (paper, table 1)",
            "  adaptation     classifiers of T that never saw a label of T (table 2)",
            "  missing-class  a class that is missing from S, T and f's training (table 3)",
            "  asymmetry      the reverse direction",
            "  strategies     ways to balance D against g, at equal compute",
            "",
            "Each training is a run of its own under DIR/runs, and is shared by the studies that need it. The table is written "
                    + "after each of them: DIR/STUDY/table.md, table.json, plot.png, grids/ and report.html. Stopped or killed, the "
                    + "same command goes on where it was; so do more seeds.",
            "",
            "A recipe without a judge, which is a classifier of T, has no accuracy; whether f finds an image again by its "
                    + "transfer is measured then. So ablation and strategies go with two folders of your own: 'dtn learn' "
                    + "leaves a recipe.yaml. The other studies need labels.",
            "",
            "The digits of the default recipe are looked for in the folder that DTN_DATA names; --recipe quickstart needs none."
        },
        footer = {
            "",
            "Examples:",
            "  dtn experiment ablation",
            "  dtn experiment missing-class --recipe quickstart --seeds 1 --budget 20m",
            "  dtn experiment ablation \\",
            "      --recipe runs/photos-to-drawings/recipe.yaml --seeds 1,2"
        })
final class Experiment implements Callable<Integer> {
    private static final String DIGITS = "svhn-mnist";

    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Parameters(paramLabel = "STUDY", completionCandidates = Names.class, description = "${COMPLETION-CANDIDATES}.")
    private String study;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            description =
                    "What all variants start from: a YAML file, or the name of a recipe that comes with the program "
                            + "(default: ${DEFAULT-VALUE}).")
    private String recipe = DIGITS;

    @Option(
            names = "--reverse",
            paramLabel = "RECIPE",
            description =
                    "asymmetry: the recipe of the reverse direction (default: mnist-svhn, where RECIPE is svhn-mnist).")
    private @Nullable String reverse;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting of all variants; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            description = "Each variant is trained once with each (default: 1,2,3).")
    private List<Long> seeds = List.of(1L, 2L, 3L);

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description =
                    "Wall time for all trainings together, about, such as 90s, 20m or 2h; epochs and steps are made fewer to fit, "
                            + "and the table says so (default: as long as the recipe takes).")
    private @Nullable String budget;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where runs and tables are kept (default: experiments; for another RECIPE a folder of its name there).")
    private @Nullable Path out;

    /** For the help and for the Tab key. */
    private static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Studies.NAMES.iterator();
        }
    }

    @Override
    public Integer call() {
        device.use();
        return Interrupt.during(this::run, spec.commandLine().getErr(), "the same command");
    }

    /** Tables of different recipes must not overwrite each other. */
    private Path folder() {
        Path all = Path.of("experiments");
        if (out != null) {
            return out;
        }
        return recipe.equals(DIGITS)
                ? all
                : all.resolve(Recipes.read(recipe, settings).name());
    }

    private int run(BooleanSupplier stop) {
        try (ConsoleWatcher watcher = new ConsoleWatcher(spec.commandLine().getOut())) {
            StudyRun run = new StudyRun(
                    new Studies(recipe, reverse == null && recipe.equals(DIGITS) ? "mnist-svhn" : reverse, settings),
                    study,
                    seeds,
                    budget == null ? null : Budget.parse(budget),
                    folder(),
                    Sources.fromEnvironment(),
                    Folders.models(),
                    watcher,
                    stop);
            String table = run.run();
            watcher.say("");
            watcher.say(table);
            watcher.say("report: " + run.folder().resolve("report.html"));
            return 0;
        }
    }
}

package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.run.TrainRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dtn train}: from a recipe to a trained, measured model. */
@Command(
        name = "train",
        description =
                "Train a model as a recipe says: pretrain f where it is not given, embed all images once, train g "
                        + "against D, measure, and write model, curves, samples and report into a new run folder.",
        footer = {
            "",
            "Examples:",
            "  dtn train recipes/svhn-mnist.yaml",
            "  dtn train svhn-mnist --set train.steps=500 --set seed=2",
            "  dtn train --resume runs/00017-svhn-mnist"
        })
final class Train implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE",
            description = "A YAML file, or the name of a recipe that comes with the program.")
    private @Nullable String recipe;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting of the recipe; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Short for --set seed=N.")
    private @Nullable Long seed;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Where run folders are made (default: ${DEFAULT-VALUE}).")
    private Path runs = Path.of("runs");

    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with a stopped or killed run, bit for bit.")
    private @Nullable Path resume;

    @Option(names = "--dry-run", description = "Print the whole recipe, defaults included, and stop.")
    private boolean dryRun;

    @Override
    public Integer call() {
        if (resume != null) {
            if (recipe != null || !settings.isEmpty() || seed != null || dryRun) {
                throw DtnException.usage(
                        "--resume goes on with the recipe in the run folder and takes no other settings");
            }
            return train(RunFolder.open(resume));
        }
        if (recipe == null) {
            throw DtnException.usage("name a recipe, such as recipes/svhn-mnist.yaml, or a run to --resume");
        }
        if (seed != null) {
            settings.add("seed=" + seed);
        }
        Recipe read = Recipes.read(recipe, settings);
        if (dryRun) {
            System.out.print(Recipes.write(read));
            return 0;
        }
        return train(RunFolder.create(runs, read));
    }

    private static int train(RunFolder folder) {
        try (folder;
                Interrupt interrupt = new Interrupt();
                ConsoleWatcher watcher = new ConsoleWatcher();
                TrainRun run = new TrainRun(folder, Sources.fromEnvironment(), Folders.models(), watcher, interrupt)) {
            watcher.say("run folder: " + folder.path());
            TransferAccuracy figures = run.run();
            if (figures != null) {
                watcher.say(String.format(
                        Locale.ROOT,
                        "transfer accuracy %.2f %% on %d test images (f itself %.2f %%, judge on its own domain %.2f %%)",
                        100 * figures.accuracy(),
                        figures.count(),
                        100 * figures.encoderAccuracy(),
                        100 * figures.classifierMnistAccuracy()));
            }
            watcher.say("model: " + folder.model());
            watcher.say("report: " + folder.report());
            return 0;
        }
    }
}

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
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

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
        device.use();
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
            spec.commandLine().getOut().print(Recipes.write(read));
            spec.commandLine().getOut().flush();
            return 0;
        }
        return train(RunFolder.create(runs, read));
    }

    private int train(RunFolder folder) {
        try (folder) {
            return Interrupt.during(
                    stop -> train(folder, stop), spec.commandLine().getErr(), "dtn train --resume " + folder.path());
        }
    }

    private int train(RunFolder folder, BooleanSupplier stop) {
        try (ConsoleWatcher watcher = new ConsoleWatcher(spec.commandLine().getOut());
                TrainRun run = new TrainRun(folder, Sources.fromEnvironment(), Folders.models(), watcher, stop)) {
            watcher.say("run folder: " + folder.path());
            TransferAccuracy figures = run.run();
            if (figures != null) {
                watcher.say(figures.toString());
            }
            watcher.say("model: " + folder.model());
            watcher.say("report: " + folder.report());
            return 0;
        }
    }
}

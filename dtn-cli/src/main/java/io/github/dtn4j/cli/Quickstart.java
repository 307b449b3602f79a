package io.github.dtn4j.cli;

import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.run.TrainRun;
import io.github.dtn4j.transfer.Pairs;
import io.github.dtn4j.transfer.Translator;
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
import picocli.CommandLine.Spec;

/** {@code dtn quickstart}: the whole of it, small. */
@Command(
        name = "quickstart",
        description = {
            "From nothing to a trained model and its results in a few minutes: draw street digits, pretrain f on them, learn "
                    + "without pairs or labels to turn them into handwritten digits, transfer test images, and measure how "
                    + "many show the right digit.",
            "",
            "It is 'dtn train quickstart', followed by a transfer; every setting of that recipe can be changed."
        },
        footer = {
            "",
            "Examples:",
            "  dtn quickstart",
            "  dtn quickstart --out trials --set train.steps=800 --set seed=2"
        })
final class Quickstart implements Callable<Integer> {
    private static final int PAIRS = 96;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the run folder is made (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("runs");

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting of the recipe; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        device.use();
        Recipe recipe = Recipes.read("quickstart", settings);
        try (RunFolder folder = RunFolder.create(out, recipe)) {
            return Interrupt.during(
                    stop -> run(folder, stop), spec.commandLine().getErr(), "dtn train --resume " + folder.path());
        }
    }

    private int run(RunFolder folder, BooleanSupplier stop) {
        Sources sources = Sources.fromEnvironment();
        try (ConsoleWatcher watcher = new ConsoleWatcher(spec.commandLine().getOut());
                TrainRun run = new TrainRun(folder, sources, Folders.models(), watcher, stop)) {
            watcher.say("run folder: " + folder.path());
            TransferAccuracy figures = run.run();
            Path grid = folder.path().resolve("transferred.png");
            transfer(folder, sources, grid, watcher);
            explain(folder, grid, figures, watcher);
            return 0;
        }
    }

    private static void transfer(RunFolder folder, Sources sources, Path grid, ConsoleWatcher watcher) {
        try (Translator translator = Translator.load(folder.model())) {
            String images = folder.recipe().data().sourceTest();
            Pairs pairs = Pairs.of(translator, sources, images, PAIRS, watcher.progress("images"));
            Images.writePng(pairs.grid(), grid);
        }
    }

    private static void explain(
            RunFolder folder, Path grid, @Nullable TransferAccuracy figures, ConsoleWatcher watcher) {
        watcher.say("");
        if (figures != null) {
            watcher.say(figures.toString());
        }
        watcher.say("model:    " + folder.model());
        watcher.say("pictures: " + grid + " (test images, each with its transfer at the right)");
        watcher.say("report:   " + folder.report() + " (open it in a browser)");
        watcher.say("");
        watcher.say("Next:");
        watcher.say("  dtn transfer --model %s YOUR-DIGIT.png digit.png".formatted(folder.model()));
        watcher.say("  dtn inspect " + folder.model());
        watcher.say("  dtn train --help");
    }
}

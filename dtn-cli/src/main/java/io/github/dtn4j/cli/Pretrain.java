package io.github.dtn4j.cli;

import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.EncoderRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn pretrain}: from labelled images to an encoder. */
@Command(
        name = "pretrain",
        description = {
            "Train the encoder f of a recipe alone: a classifier of the recipe's labelled source images, whose last layer but "
                    + "one is f(x).",
            "",
            "'dtn train' does this by itself; do it apart to use one encoder in several runs (--set encoder.file=FILE), or to "
                    + "make a judge for another target domain. Stopped by Ctrl-C, the same command goes on where it was."
        },
        footer = {
            "",
            "Examples:",
            "  dtn pretrain svhn-mnist --out f.safetensors",
            "  dtn train svhn-mnist --set encoder.file=f.safetensors",
            "  dtn pretrain mnist-classifier --out judge.safetensors --set pretrain.epochs=5"
        })
final class Pretrain implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Parameters(
            paramLabel = "RECIPE",
            description = "A YAML file, or the name of a recipe that comes with the program.")
    private String recipe;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The .safetensors file to write.")
    private Path out;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting of the recipe; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        device.use();
        Recipe read = Recipes.read(recipe, settings);
        return Interrupt.during(stop -> pretrain(read, stop), spec.commandLine().getErr(), "the same command");
    }

    private int pretrain(Recipe read, BooleanSupplier stop) {
        try (ConsoleWatcher watcher = new ConsoleWatcher(spec.commandLine().getOut())) {
            EncoderRun.run(read, out, Sources.fromEnvironment(), watcher, stop);
            watcher.say("encoder: " + out);
            return 0;
        }
    }
}

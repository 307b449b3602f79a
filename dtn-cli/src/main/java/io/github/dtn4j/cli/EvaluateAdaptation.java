package io.github.dtn4j.cli;

import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.AdaptationFigures;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.Adaptation;
import java.io.PrintWriter;
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

/** {@code dtn evaluate adaptation}: what a model is worth to somebody who has no labels of the target domain. */
@Command(
        name = "adaptation",
        description = {
            "Measure how well images of the target domain are read that nobody has labelled: the model transfers labelled "
                    + "source images, and what learns from the results reads the target's test images (paper, section 5.1, "
                    + "table 2).",
            "",
            "There are two readers, the nearest transferred image in pixels, as in the paper, and a small network, which then "
                    + "learns from unlabelled target images, too. Beside them stand the same readers trained on the source "
                    + "images as they are, and, where the target's training images have labels, on those.",
            "",
            "It takes some minutes. Stopped by Ctrl-C, the same command goes on where it was."
        },
        footer = {
            "",
            "Example:",
            "  dtn evaluate adaptation --source train_32x32.mat \\",
            "      --target mnist:train --target-test mnist:test"
        })
final class EvaluateAdaptation implements Callable<Integer> {
    private static final String NETWORK = "adaptation-classifier";

    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Option(
            names = "--source",
            required = true,
            paramLabel = "SOURCE",
            description = "Labelled images of the source domain; see 'dtn prepare --help'.")
    private String source;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "SOURCE",
            description = "Training images of the target domain; their labels, if any, serve comparison only.")
    private String target;

    @Option(
            names = "--target-test",
            required = true,
            paramLabel = "SOURCE",
            description = "Labelled test images of the target domain.")
    private String targetTest;

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description =
                    "Where transferred images and networks are kept (default: adaptation/ and the name of the model).")
    private @Nullable Path work;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change a setting of the small network's recipe, " + NETWORK + "; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--json", description = "Print the figures as a JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        device.use();
        Recipe network = Recipes.read(NETWORK, settings);
        return Interrupt.during(
                stop -> measure(network, stop), spec.commandLine().getErr(), "the same command");
    }

    /** One folder a model, and the names of runs' models are all alike. */
    private Path folder(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.safetensors$", "");
        Path parent = file.toAbsolutePath().getParent();
        return work != null
                ? work
                : Path.of("adaptation", name.equals("model") && parent != null ? parent.getFileName() + "" : name);
    }

    private int measure(Recipe network, BooleanSupplier stop) {
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleWatcher watcher =
                new ConsoleWatcher(json ? spec.commandLine().getErr() : out)) {
            Path file = model.file();
            AdaptationFigures figures = new Adaptation(network, folder(file), Sources.fromEnvironment(), watcher, stop)
                    .measure(file, source, target, targetTest);
            out.println(json ? figures.toJson() : figures.toString().stripTrailing());
            out.flush();
            return 0;
        }
    }
}

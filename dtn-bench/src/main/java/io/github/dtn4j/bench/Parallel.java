package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.report.ComparisonPlots;
import io.github.dtn4j.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn bench parallel}: a training by several workers of this machine beside the same one by one process. */
@Command(
        name = "parallel",
        description =
                "Train the same steps with one process and with several workers that share this machine's cores and every "
                        + "batch, and compare speed and losses.",
        footer = {
            "",
            "Examples:",
            "  dtn bench parallel",
            "  dtn bench parallel --workers 2 --steps 200 --plot curves.png",
        })
final class Parallel implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            description = "What is trained (default: drawn street digits to MNIST, widths of the default recipe).")
    private @Nullable String recipe;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Workers beside the one process (default: ${DEFAULT-VALUE}).")
    private int workers = 2;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of each (default: ${DEFAULT-VALUE}).")
    private int steps = 200;

    @Option(names = "--batch", paramLabel = "N", description = "Images of each domain a step, of all workers together.")
    private @Nullable Integer batch;

    @Option(names = "--plot", paramLabel = "FILE", description = "Where to draw both loss curves, as PNG.")
    private @Nullable Path plot;

    @Option(names = "--json", description = "Print one line of JSON instead of the table.")
    private boolean json;

    @Override
    public Integer call() {
        if (workers < 2 || steps < 1) {
            throw DtnException.usage("--workers must be at least 2 and --steps at least 1");
        }
        try {
            Path work = Files.createTempDirectory("dtn-parallel");
            String settings = Files.writeString(
                            work.resolve("bench.yaml"),
                            Recipes.write(Recipes.read(recipe == null ? "defaults" : recipe, settings())))
                    .toString();
            TrainProcess.train(settings, work.resolve("one"), 1, List.of());
            Path one = RunFolder.newest(work.resolve("one"));
            Path encoder = one.resolve("encoder.safetensors");
            List<String> shared = Files.exists(encoder) ? List.of("encoder.file=" + encoder) : List.of();
            TrainProcess.train(settings, work.resolve("several"), workers, shared);
            LossCurves alone = LossCurves.of(one);
            LossCurves together = LossCurves.of(RunFolder.newest(work.resolve("several")));
            if (plot != null) {
                draw(plot, alone, together);
            }
            alone.compared(together, workers).print(command.commandLine().getOut(), json);
            command.commandLine().getErr().println("the runs are in " + work);
            return 0;
        } catch (IOException e) {
            throw DtnException.failure("cannot write a temporary folder: " + DtnException.reason(e), e);
        }
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>();
        if (recipe == null) {
            settings.add("data.source=street-digits:4000:1");
            settings.add("data.target=mnist:train[0:4000]");
            settings.add("pretrain.epochs=2");
        }
        settings.add("train.steps=" + steps);
        settings.add("train.logEvery=1");
        settings.add("train.sampleEvery=" + steps);
        settings.add("train.evaluateEvery=" + steps);
        settings.add("train.checkpointEvery=" + steps);
        if (batch != null) {
            settings.add("train.batch=" + batch);
        }
        return settings;
    }

    private void draw(Path file, LossCurves alone, LossCurves together) {
        Map<String, ComparisonPlots.Curve> curves = new LinkedHashMap<>();
        for (String name : LossCurves.NAMES) {
            curves.put(name + ", 1 process", alone.curve(name));
            curves.put(name + ", " + workers + " workers", together.curve(name));
        }
        ComparisonPlots.curves(file, "loss", curves);
    }
}

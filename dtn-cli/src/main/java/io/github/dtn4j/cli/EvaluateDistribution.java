package io.github.dtn4j.cli;

import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.DrawingDistribution;
import io.github.dtn4j.run.Evaluation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn evaluate distribution}: how far a model's drawings lie from real ones. */
@Command(
        name = "distribution",
        description = {
            "Measure the kernel distance (KID; Binkowski et al., 2018) between a model's drawings of people whom it has not "
                    + "learned from and real drawings.",
            "",
            "Half of the real drawings is the reference; the other half shows what real drawings reach. Features are those of "
                    + "the model's f, so compare models with the same f and the same drawings only."
        },
        footer = {
            "",
            "Example:",
            "  dtn evaluate distribution --model faces.safetensors \\",
            "      --photos lfw.zip --drawings cartoons:2000:77"
        })
final class EvaluateDistribution implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "A trained model of faces.")
    private Path model;

    @Option(
            names = "--photos",
            required = true,
            paramLabel = "PHOTOS",
            description = "A folder or zip file of photos, one folder a person; the first 2,000 faces count.")
    private Path photos;

    @Option(
            names = "--drawings",
            required = true,
            paramLabel = "SOURCE",
            description = "Real drawings that the model was not trained with; see 'dtn prepare --help'.")
    private String drawings;

    @Option(names = "--json", description = "Print the figures as a JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        device.use();
        return Interrupt.during(this::measure, spec.commandLine().getErr(), "the same command");
    }

    private int measure(BooleanSupplier stop) {
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleWatcher watcher =
                new ConsoleWatcher(json ? spec.commandLine().getErr() : out)) {
            DrawingDistribution figures = new Evaluation(Sources.fromEnvironment(), Folders.models(), watcher, stop)
                    .distribution(model, photos, drawings);
            out.println(json ? figures.toJson() : figures);
            out.flush();
            return 0;
        }
    }
}

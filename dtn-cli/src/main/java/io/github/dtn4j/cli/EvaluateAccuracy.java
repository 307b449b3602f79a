package io.github.dtn4j.cli;

import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.run.Evaluation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn evaluate accuracy}: the paper's figure for digits. */
@Command(
        name = "accuracy",
        description = {
            "Measure how many transferred images show the right thing: a classifier of the target domain, the judge, which "
                    + "never saw a transferred image, reads each, and what it reads is compared with the label of the source "
                    + "image (paper, section 5.1).",
            "",
            "Beside it stand how often the classifier on f reads the source image itself rightly, which is the ceiling, and "
                    + "how often the judge reads test images of its own domain rightly."
        },
        footer = {
            "",
            "Examples:",
            "  dtn evaluate accuracy --images test_32x32.mat[0:1000]",
            "  dtn evaluate accuracy --model model.safetensors \\",
            "      --images street-digits:1000:7 --json"
        })
final class EvaluateAccuracy implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Option(
            names = "--images",
            required = true,
            paramLabel = "SOURCE",
            description = "Labelled images of the source domain; see 'dtn prepare --help'.")
    private String images;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The idx file of labels for an idx file of images, where its name does not tell.")
    private @Nullable Path labels;

    @Option(
            names = "--judge",
            paramLabel = "NAME",
            description = "A classifier of the target domain: a model file, or the recipe that trains one "
                    + "(default: ${DEFAULT-VALUE}).")
    private String judge = "mnist-classifier";

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
            TransferAccuracy figures = new Evaluation(Sources.fromEnvironment(), Folders.models(), watcher, stop)
                    .accuracy(model.file(), images, labels, judge);
            out.println(json ? figures.toJson() : figures + System.lineSeparator() + byLabel(figures.perClass()));
            out.flush();
            return 0;
        }
    }

    private static String byLabel(List<@Nullable Double> shares) {
        StringBuilder text = new StringBuilder("by label:");
        for (int label = 0; label < shares.size(); label++) {
            Double share = shares.get(label);
            if (share != null) {
                text.append(String.format(Locale.ROOT, "  %d: %.1f %%", label, 100 * share));
            }
        }
        return text.toString();
    }
}

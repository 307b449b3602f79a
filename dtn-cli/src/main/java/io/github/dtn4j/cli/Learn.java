package io.github.dtn4j.cli;

import io.github.dtn4j.data.Sources;
import io.github.dtn4j.learn.LearnRequest;
import io.github.dtn4j.run.Budget;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn learn}: from two folders of images to a translator between them. */
@Command(
        name = "learn",
        description = {
            "Learn to turn the images of one folder into images like those of another, within a budget of time: no recipe, no "
                    + "pairs, no labels needed.",
            "",
            "Where most images of SOURCE show a face, f is the face encoder, and images without a face are left out. Else, where all "
                    + "images of SOURCE lie in subfolders, these are classes, and f learns from them; folders called train, test, val, "
                    + "valid, validation or images are none. Else f is the encoder of icons that comes with the program: it tells shapes, "
                    + "characters and their colours. --encoder chooses otherwise. Where TARGET has subfolders of the same names, the accuracy of the transfers is measured.",
            "",
            "A tenth of each folder is kept for the figures at the end. Stopped by Ctrl-C, the same command goes on where it was. With "
                    + "new images in a folder, or with a larger --budget, it goes on from the model that is there."
        },
        footer = {
            "",
            "Examples:",
            "  dtn learn photos/ drawings/",
            "  dtn learn photos/ drawings/ --budget 2h --size 64 --out runs/drawings",
            "  dtn learn photos/ drawings/ --encoder self",
            "  dtn learn photos/ drawings/ --encoder f.pt --budget 20m"
        })
final class Learn implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Parameters(index = "0", paramLabel = "SOURCE_DIR", description = "A folder of images to start from.")
    private Path source;

    @Parameters(index = "1", paramLabel = "TARGET_DIR", description = "A folder of images such as they are to become.")
    private Path target;

    @Option(
            names = "--encoder",
            paramLabel = "F",
            description =
                    "What f is. faces: the face encoder; icons: the encoder of icons; labels: that, trained further on the "
                            + "classes of SOURCE; self: that, trained further on both folders without labels; a file: a TorchScript module, images (N, 3, H, W) in [-1, 1] to (N, D) (default: "
                            + "${DEFAULT-VALUE}).")
    private String encoder = LearnRequest.AUTO;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description = "Wall time for everything, about, such as 20m or 2h (default: ${DEFAULT-VALUE}).")
    private String budget = "1h";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder for model, pictures, figures and report (default: runs/SOURCE-to-TARGET).")
    private @Nullable Path out;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description =
                    "Height and width that images are learned at, 32 or 64 (default: 64 where all are that large).")
    private @Nullable Integer size;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of everything drawn at random (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Override
    public Integer call() {
        device.use();
        LearnRequest request = new LearnRequest(source, target, encoder, Budget.parse(budget), out, size, seed);
        return Interrupt.during(stop -> learn(request, stop), spec.commandLine().getErr(), "the same command");
    }

    private int learn(LearnRequest request, BooleanSupplier stop) {
        try (ConsoleWatcher watcher = new ConsoleWatcher(spec.commandLine().getOut())) {
            watcher.say("run folder: " + request.folder());
            var result = io.github.dtn4j.learn.Learn.run(request, Sources.fromEnvironment(), watcher, stop);
            result.figures().toString().lines().forEach(watcher::say);
            watcher.say("model: " + result.model());
            watcher.say("images nothing was learned from, with their transfers: " + result.transfers());
            watcher.say("report: " + result.report());
            watcher.say("use it: dtn transfer --model %s IN OUT".formatted(result.model()));
            watcher.say("what its parts are worth: dtn experiment ablation --recipe %s"
                    .formatted(result.folder().resolve("recipe.yaml")));
            return 0;
        }
    }
}

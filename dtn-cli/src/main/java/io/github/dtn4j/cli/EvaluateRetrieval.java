package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.FaceFigures;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.run.Evaluation;
import io.github.dtn4j.transfer.TransferJob;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn evaluate retrieval}: the paper's figure for faces, and what it does not see. */
@Command(
        name = "retrieval",
        description = {
            "Measure how well people survive in their drawings, on people whom the model has not learned from.",
            "",
            "To f: the photos of a gallery are sorted by how much they are like the drawing, and the rank of the photo that "
                    + "was drawn counts (paper, section 5.2, table 4). To the eye, because a rank through f alone can be gamed: "
                    + "skin tone, hair colour and length, face width, beard, glasses and open mouth are read from photo and "
                    + "drawing by pixels and landmarks, and compared.",
            "",
            "Beside them stand what chance reaches, and the ready drawing that f finds most like the photo."
        },
        footer = {"", "Examples:", "  dtn evaluate retrieval --model faces.safetensors --faces lfw.zip --json"})
final class EvaluateRetrieval implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "A trained model of faces.")
    private Path model;

    @Option(
            names = "--faces",
            required = true,
            paramLabel = "PHOTOS",
            description = "A folder or zip file of photos, one folder a person. Of these people, those count whom the "
                    + "model's recipe kept from training.")
    private Path faces;

    @Option(
            names = "--gallery",
            paramLabel = "N",
            description = "Photos to search in, at most; chosen at random, but always the same (default: all).")
    private int gallery = Integer.MAX_VALUE;

    @Option(
            names = "--grid",
            paramLabel = "FILE",
            description = "Also draw 24 of these people, without their photos, into a PNG.")
    private @Nullable Path grid;

    @Option(names = "--json", description = "Print the figures as a JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        device.use();
        if (gallery < 2) {
            throw DtnException.usage("--gallery must be 2 or more, not " + gallery);
        }
        return Interrupt.during(this::measure, spec.commandLine().getErr(), "the same command");
    }

    private int measure(BooleanSupplier stop) {
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleWatcher watcher =
                new ConsoleWatcher(json ? spec.commandLine().getErr() : out)) {
            Evaluation evaluation = new Evaluation(Sources.fromEnvironment(), Folders.models(), watcher, stop);
            if (grid != null) {
                TransferJob.checkPng(grid);
                Images.writePng(evaluation.drawings(model, faces), grid);
            }
            FaceFigures figures = evaluation.retrieval(model, faces, gallery);
            out.println(json ? figures.toJson() : figures);
            out.flush();
            return 0;
        }
    }
}

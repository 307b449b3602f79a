package io.github.dtn4j.cli;

import io.github.dtn4j.report.Inspection;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn inspect}: what a file is. */
@Command(
        name = "inspect",
        description = {
            "Say what a file is: of a model or the state of a run (.safetensors) its kind, recipe, provenance and tensors with "
                    + "their shapes; of an image set (.images) its count, shape, labels and hash.",
            "",
            "Only the header (and the labels) are read, so that it is quick on files of any size."
        },
        footer = {
            "",
            "Examples:",
            "  dtn inspect models/mnist-classifier.safetensors",
            "  dtn inspect --verify digits.images"
        })
final class Inspect implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A .safetensors or .images file.")
    private Path file;

    @Option(names = "--verify", description = "Read all of the file and compare it with its checksum.")
    private boolean verify;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Inspection.of(file, verify).forEach(out::println);
        out.flush();
    }
}

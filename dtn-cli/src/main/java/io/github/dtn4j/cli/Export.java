package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.export.ModelExport;
import io.github.dtn4j.transfer.Computation;
import io.github.dtn4j.transfer.Computation.Port;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn export}: a trained model for other programs. */
@Command(
        name = "export",
        description = {
            "Write a trained model in a form that programs without this library run: ONNX (ONNX Runtime and others, on servers, "
                    + "phones and in browsers) and TorchScript (PyTorch in Python and C++).",
            "",
            "Numbers go in and come out: images as (N, C, H, W) floats from -1 to 1, cut square and scaled, photos of people "
                    + "aligned. docs/export.md shows both ends in Python and Java."
        },
        footer = {
            "",
            "Examples:",
            "  dtn export --onnx svhn-mnist.onnx",
            "  dtn export --model models/faces-emoji.safetensors \\",
            "      --onnx emoji.onnx --torchscript emoji.pt",
            "  dtn export --model models/faces-emoji.safetensors --from code \\",
            "      --onnx emoji-generator.onnx"
        })
final class Export implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Option(
            names = "--from",
            paramLabel = "START",
            description =
                    "Where it begins: image, the whole G; or code, g alone, which draws from f(x) (default: image).")
    private Computation.Start from = Computation.Start.IMAGE;

    @Option(names = "--onnx", paramLabel = "FILE", description = "Write an ONNX model, to a file that ends in .onnx.")
    private @Nullable Path onnx;

    @Option(
            names = "--torchscript",
            paramLabel = "FILE",
            description = "Write a TorchScript module, to a file that ends in .pt, and hold it against this program.")
    private @Nullable Path torchScript;

    @Override
    public void run() {
        if (onnx == null && torchScript == null) {
            throw DtnException.usage("nothing to write; name a file with --onnx, with --torchscript, or with both");
        }
        check("--onnx", onnx, ".onnx");
        check("--torchscript", torchScript, ".pt");
        try (ModelExport export = ModelExport.open(model.file(), from)) {
            if (onnx != null) {
                export.onnx(onnx);
                say("%s: ONNX, operator set %d, %s", onnx, ModelExport.OPERATOR_SET, size(onnx));
            }
            if (torchScript != null) {
                export.torchScript(torchScript);
                say("%s: TorchScript, %s", torchScript, size(torchScript));
                say("  loaded again, it differs from this program by %.1e at most", export.check(torchScript));
            }
            say("in   %s", line(export.computation().input()));
            export.computation().outputs().forEach(port -> say("out  %s", line(port)));
        }
    }

    /** A name with another ending is likely that of something else, which is not to be replaced. */
    private static void check(String option, @Nullable Path file, String ending) {
        if (file == null) {
            return;
        }
        if (!file.toString().endsWith(ending)) {
            throw DtnException.usage("%s %s: give the file the ending %s".formatted(option, file, ending));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw DtnException.usage(
                    "%s %s: there is no folder %s; make it first".formatted(option, file, file.getParent()));
        }
    }

    private static String line(Port port) {
        StringBuilder shape = new StringBuilder("N");
        port.shape().forEach(side -> shape.append(" x ").append(side));
        return "%s: %s, %s".formatted(port.name(), shape, port.meaning());
    }

    private static String size(Path file) {
        try {
            return String.format(Locale.ROOT, "%.1f MB", Files.size(file) / 1e6);
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    private void say(String format, Object... values) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(String.format(Locale.ROOT, format, values));
        writer.flush();
    }
}

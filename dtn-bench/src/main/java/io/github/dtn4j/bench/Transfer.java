package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.cli.ModelOption;
import io.github.dtn4j.export.ModelExport;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.transfer.Computation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn bench transfer}: the speed of a trained model beside other runtimes. */
@Command(
        name = "transfer",
        description =
                "Time G(f(x)) of a trained model at several batch sizes: here, as ONNX in ONNX Runtime, and with --peer as "
                        + "TorchScript in Python PyTorch, in turns, on the same number of threads.",
        footer = {
            "",
            "Examples:",
            "  dtn bench transfer",
            "  dtn bench transfer --peer python3 --json",
            "  dtn bench transfer --model models/faces-emoji.safetensors --batches 1,8,32",
        })
final class Transfer implements Callable<Integer> {
    private static final String SCRIPT = "transfer_peer.py";

    @Spec
    private CommandSpec command;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Option(names = "--peer", paramLabel = "PY", description = "A Python with torch, to run the same model in.")
    private @Nullable String peer;

    @Option(
            names = "--batches",
            split = ",",
            paramLabel = "N",
            description = "Images at once (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches = List.of(1, 8, 32, 64, 128, 250, 500);

    @Option(
            names = "--images",
            paramLabel = "N",
            description =
                    "About so many images are timed at each batch size in each round (default: ${DEFAULT-VALUE}).")
    private int images = 1000;

    @Option(names = "--json", description = "Print one line of JSON instead of the table.")
    private boolean json;

    @Override
    public Integer call() {
        if (images < 1 || batches.stream().anyMatch(batch -> batch < 1)) {
            throw DtnException.usage("--images and --batches must be at least 1");
        }
        PrintWriter err = command.commandLine().getErr();
        try (ModelExport export = ModelExport.open(model.file(), Computation.Start.IMAGE);
                TemporaryFile onnxFile = TemporaryFile.create(".onnx");
                TemporaryFile module = TemporaryFile.create(".pt");
                PeerScript script = PeerScript.unpack(SCRIPT)) {
            export.onnx(onnxFile.path());
            export.torchScript(module.path());
            Peer found = findPeer(script, module.path(), export.computation(), err);
            try (OnnxRuntime onnx = new OnnxRuntime(onnxFile.path(), Native.threads())) {
                new TransferComparison(export.computation(), onnx, found, batches, images, err::println)
                        .run()
                        .print(command.commandLine().getOut(), json);
            }
        }
        return 0;
    }

    private @Nullable Peer findPeer(PeerScript script, Path module, Computation computation, PrintWriter err) {
        if (peer == null) {
            err.println("peer: none named, skipped");
            return null;
        }
        List<String> arguments = new ArrayList<>(List.of("--module", module.toString(), "--shape"));
        computation.input().shape().forEach(side -> arguments.add(side.toString()));
        Peer found = Peer.find(script.file(), List.of(peer), arguments).orElse(null);
        if (found == null) {
            err.println("peer: no torch in %s, skipped".formatted(peer));
        }
        return found;
    }

    /** A file that is gone when it is closed. */
    private record TemporaryFile(Path path) implements AutoCloseable {
        static TemporaryFile create(String ending) {
            try {
                return new TemporaryFile(Files.createTempFile("dtn-bench", ending));
            } catch (IOException e) {
                throw DtnException.failure("cannot write a temporary file: " + DtnException.reason(e), e);
            }
        }

        @Override
        public void close() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                path.toFile().deleteOnExit();
            }
        }
    }
}

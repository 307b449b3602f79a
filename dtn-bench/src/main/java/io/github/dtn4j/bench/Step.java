package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn bench step}: the speed of a training step beside that of Python PyTorch and of the machine. */
@Command(
        name = "step",
        description = "Time the training step on digits at the paper's widths (f 64-128-256-128, g 512-256-128, "
                + "D 128-256-512), in turns with the same step in Python PyTorch, and relate it to the machine's "
                + "matrix product.",
        footer = {
            "",
            "Examples:",
            "  dtn bench step",
            "  dtn bench step --peer ../shared/peer/dtn_peer.py --json",
        })
final class Step implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--peer", paramLabel = "FILE", description = "The step in Python, to run in turns with ours.")
    private @Nullable Path peer;

    @Option(names = "--python", paramLabel = "PY", description = "A Python that has torch (default: the first found).")
    private @Nullable String python;

    @Option(
            names = "--iters",
            paramLabel = "N",
            description = "Timed steps of each in each round (default: ${DEFAULT-VALUE}).")
    private int iterations = 8;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds, all in turns (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images of S, and of T, in a step (default: ${DEFAULT-VALUE}).")
    private int batch = 100;

    @Option(
            names = "--steps-for-memory",
            paramLabel = "N",
            description = "Steps over which the growth in memory is measured (default: ${DEFAULT-VALUE}).")
    private int memorySteps = 2000;

    @Option(names = "--json", description = "Print one line of JSON instead of the table.")
    private boolean json;

    @Override
    public Integer call() {
        if (rounds < 1 || iterations < 1 || memorySteps < 1) {
            throw DtnException.usage("--rounds, --iters and --steps-for-memory must be at least 1");
        }
        PrintWriter err = command.commandLine().getErr();
        StepComparison comparison =
                new StepComparison(findPeer(err), rounds, iterations, batch, memorySteps, err::println);
        StepFigures figures = comparison.run();
        figures.print(command.commandLine().getOut(), json);
        return 0;
    }

    private @Nullable Peer findPeer(PrintWriter err) {
        if (peer == null) {
            err.println("peer: none named, skipped");
            return null;
        }
        List<String> interpreters = python == null ? Peer.interpreters() : List.of(python);
        Peer found = Peer.find(peer, interpreters, List.of()).orElse(null);
        if (found == null) {
            err.println("peer: no torch in %s, skipped".formatted(String.join(" or ", interpreters)));
        }
        return found;
    }
}

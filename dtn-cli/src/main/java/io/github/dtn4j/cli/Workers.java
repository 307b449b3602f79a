package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.ProcessGroupSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which several processes train one model. */
final class Workers {
    @Option(
            names = "--world-size",
            paramLabel = "N",
            description = "Number of workers that train together (or WORLD_SIZE).")
    private @Nullable Integer size;

    @Option(
            names = "--rank",
            paramLabel = "R",
            description = "Which of them this one is, from 0; 0 has the run folder (or RANK).")
    private @Nullable Integer rank;

    @Option(
            names = "--master",
            paramLabel = "HOST:PORT",
            description = "The machine of rank 0 and a free port on it (or MASTER_ADDR and MASTER_PORT).")
    private @Nullable String master;

    @Option(
            names = "--local-workers",
            paramLabel = "N",
            description = "Train with N workers on this machine, all of them started here.")
    private @Nullable Integer local;

    @Option(names = "--parent", hidden = true, description = "A process with which this one ends.")
    private @Nullable Long parent;

    /** How many workers to start here, this process among them; 0 where they are started by somebody else, or there is one. */
    int local() {
        if (local == null) {
            return 0;
        }
        if (size != null || rank != null || master != null) {
            throw DtnException.usage(
                    "--local-workers starts all workers itself and takes no --world-size, --rank or --master");
        }
        if (local < 1) {
            throw DtnException.usage("--local-workers %d: expected 1 or more".formatted(local));
        }
        return local == 1 ? 0 : local;
    }

    /** How this process finds the others that somebody else starts. */
    ProcessGroupSpec spec() {
        if (local != null) {
            return ProcessGroupSpec.ALONE;
        }
        ProcessGroupSpec spec = ProcessGroupSpec.of(size, rank, master, System.getenv());
        if (spec.master().startsWith(ProcessGroupSpec.FILE)
                && !started()) { // a file does not tell that who made it is gone
            throw DtnException.usage(
                    "a master of '%s': expected HOST:PORT, the machine of rank 0 and a free port on it; for workers of one machine there is --local-workers"
                            .formatted(spec.master()));
        }
        return spec;
    }

    /** True if another process of this program has started this one, and says what there is to say. */
    boolean started() {
        return parent != null;
    }

    /** Ends this process when its parent does, however that ends. */
    void endWithParent() {
        if (parent != null) {
            ProcessHandle.of(parent)
                    .ifPresentOrElse(
                            process -> process.onExit()
                                    .thenRun(() -> Runtime.getRuntime().halt(1)),
                            () -> Runtime.getRuntime().halt(1));
        }
    }
}

package io.github.dtn4j.bench;

import io.github.dtn4j.cli.CommandFrame;
import io.github.dtn4j.cli.VersionLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The {@code dtn bench} command. A new benchmark is one class, named in {@code subcommands} below. */
@Command(
        name = "dtn bench",
        description = "Measures the speed of the library on this machine.",
        synopsisSubcommandLabel = "BENCHMARK",
        commandListHeading = "%nBenchmarks:%n",
        subcommands = {Step.class, Faces.class, Transfer.class, Serve.class, Parallel.class, Scale.class, Spark.class},
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class)
public final class Main {
    /** Runs the command and ends the process with its exit code: 0 done, 1 failed, 2 called wrongly. */
    public static void main(String... args) {
        System.exit(CommandFrame.run(new Main(), args));
    }
}

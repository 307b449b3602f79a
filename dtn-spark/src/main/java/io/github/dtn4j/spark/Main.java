package io.github.dtn4j.spark;

import io.github.dtn4j.cli.CommandFrame;
import io.github.dtn4j.cli.VersionLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The verbs of {@code dtn} that also run on Spark; {@code spark-submit} starts it, too. */
@Command(
        name = "dtn",
        description = "Transfers images and prepares faces on Apache Spark, in this process or on a cluster.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs that take --spark:%n",
        subcommands = {Transfer.class, Prepare.class},
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class)
public final class Main {
    private Main() {}

    /** Runs the command and ends the process with its exit code: 0 done, 1 failed, 2 called wrongly. */
    public static void main(String... args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return CommandFrame.run(new Main(), args);
    }
}

package io.github.dtn4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/** The {@code dtn} command. A new verb is one class, named in {@code subcommands} below. */
@Command(
        name = "dtn",
        description =
                "Learns, without pairs and without labels of the target, to turn images of one domain into another: "
                        + "the Domain Transfer Network of Taigman, Polyak and Wolf (ICLR 2017).",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footer = {"", "Benchmarks: dtn bench --help"},
        subcommands = {
            Quickstart.class,
            Prepare.class,
            Pretrain.class,
            Train.class,
            Learn.class,
            Transfer.class,
            Serve.class,
            Export.class,
            Evaluate.class,
            Experiment.class,
            Watch.class,
            Inspect.class,
            Completion.class,
            HelpCommand.class
        },
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class)
public final class Main {
    /** Runs the command and ends the process with its exit code: 0 done, 1 failed, 2 called wrongly. */
    public static void main(String... args) {
        System.exit(CommandFrame.run(new Main(), args));
    }
}

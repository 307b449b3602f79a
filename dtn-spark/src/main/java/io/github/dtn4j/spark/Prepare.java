package io.github.dtn4j.spark;

import picocli.CommandLine.Command;

/** {@code dtn prepare --spark}: holds the kinds of preparation. */
@Command(
        name = "prepare",
        description = "Prepare images for training.",
        synopsisSubcommandLabel = "KIND",
        commandListHeading = "%nKinds that run on Spark:%n",
        subcommands = PrepareFaces.class)
final class Prepare {}

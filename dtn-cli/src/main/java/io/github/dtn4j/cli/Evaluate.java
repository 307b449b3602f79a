package io.github.dtn4j.cli;

import picocli.CommandLine.Command;

/** {@code dtn evaluate}: one subcommand a figure. */
@Command(
        name = "evaluate",
        description = "Measure a trained model.",
        synopsisSubcommandLabel = "FIGURE",
        commandListHeading = "%nFigures:%n",
        subcommands = {
            EvaluateAccuracy.class,
            EvaluateAdaptation.class,
            EvaluateRetrieval.class,
            EvaluateDistribution.class
        },
        footer = {
            "",
            "Examples:",
            "  dtn evaluate accuracy --images test_32x32.mat[0:1000]",
            "  dtn evaluate retrieval --model faces.safetensors --faces lfw.zip"
        })
final class Evaluate {}

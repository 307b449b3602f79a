package io.github.dtn4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dtn prepare folder}: the explicit name of what {@code dtn prepare} does without a subcommand. */
@Command(
        name = "folder",
        description = {
            "Pack images as they are: each is cut square, scaled, and kept with the name of its subfolder as its class.",
            "",
            "The same as 'dtn prepare SOURCE', for any source that has no command of its own: a collection of emoji, say, that "
                    + "faces are to be turned into, or a folder that is named like one of these commands."
        },
        footer = {"", "Example:", "  dtn prepare folder emoji/ --out emoji.images --size 64"})
final class PrepareFolder implements Callable<Integer> {
    @Mixin
    private final Packing packing = new Packing();

    @Override
    public Integer call() {
        return packing.run();
    }
}

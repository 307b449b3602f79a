package io.github.dtn4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dtn prepare}: from any images to a packed set. Without a subcommand it packs images as they are. */
@Command(
        name = "prepare",
        description = {
            "Pack images into one file: 8-bit pixels of one square size, with labels where there are some, "
                    + "and a hash of it all.",
            "",
            "A recipe may also name raw images, which are then packed into a cache; a packed file is for images that are to "
                    + "be kept, shared or sliced. A source is a folder of images (subfolders are classes), SVHN's .mat, an idx "
                    + "file (.gz too), an .images file, mnist:train, mnist:test, street-digits:COUNT:SEED, icons:COUNT:SEED, or "
                    + "cartoons:COUNT:SEED.",
            "",
            "An image that cannot be read is left out and listed in rejected.csv beside the result.",
            "",
            "Stopped, even killed, the same command goes on where it was: what is finished waits in FILE.partial."
        },
        synopsisSubcommandLabel = "[KIND]",
        commandListHeading = "%nKinds of images with a command of their own:%n",
        subcommands = {PrepareFolder.class, PrepareFaces.class, PrepareCartoons.class},
        footer = {
            "",
            "Examples:",
            "  dtn prepare photos/ --out photos.images --size 64",
            "  dtn prepare train_32x32.mat --out svhn.images",
            "  dtn prepare street-digits:5000:1 --out digits.images",
            "  dtn prepare faces photos/ --out people.images",
            "  dtn prepare cartoons --count 20000 --size 64 --out cartoons.images"
        })
final class Prepare implements Callable<Integer> {
    @Mixin
    private final Packing packing = new Packing();

    @Override
    public Integer call() {
        return packing.run();
    }
}

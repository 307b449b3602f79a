package io.github.dtn4j.cli;

import static io.github.dtn4j.data.Prepare.prepare;

import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.Prepare.Options;
import io.github.dtn4j.data.Prepare.Result;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.data.Sources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn prepare}: from any images to a packed set. */
@Command(
        name = "prepare",
        description = {
            "Pack images into one memory-mapped file: 8-bit pixels of one square size, with labels where there are some, "
                    + "and a hash of it all.",
            "",
            "A recipe may also name raw images, which are then packed into a cache; a packed file is for images that are to "
                    + "be kept, shared or sliced. A source is a folder of images (subfolders are classes), SVHN's .mat, an idx "
                    + "file (.gz too), an .images file, mnist:train, mnist:test, street-digits:COUNT:SEED, or "
                    + "cartoons:COUNT:SEED.",
            "",
            "An image that cannot be read is left out and listed in rejected.csv beside the result."
        },
        footer = {
            "",
            "Examples:",
            "  dtn prepare photos/ --out photos.images --size 64",
            "  dtn prepare train_32x32.mat --out svhn.images",
            "  dtn prepare street-digits:5000:1 --out digits.images"
        })
final class Prepare implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SOURCE", description = "The images.")
    private String source;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The .images file to write.")
    private Path out;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The idx file of labels for an idx file of images, where its name does not tell.")
    private @Nullable Path labels;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Height and width; images are cut square, then scaled (default: ${DEFAULT-VALUE}).")
    private int size = 32;

    @Option(names = "--channels", paramLabel = "N", description = "3 RGB, 1 grey (default: ${DEFAULT-VALUE}).")
    private int channels = 3;

    @Option(names = "--strict", description = "Stop at the first image that cannot be read.")
    private boolean strict;

    @Override
    public void run() {
        Options options = new Options(new Fit(size, channels), strict);
        try (ConsoleProgress progress = ConsoleProgress.start("prepare", "images")) {
            print(prepare(Sources.fromEnvironment().reader(source, labels, options.fit()), out, options, progress));
        }
    }

    private void print(Result result) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT, "%s: %,d images of %d x %d x %d%n", result.file(), result.count(), size, size, channels);
        if (result.rejected() > 0) {
            Path list = result.file().resolveSibling(Rejections.FILE);
            out.printf(Locale.ROOT, "left out: %,d that cannot be read, listed in %s%n", result.rejected(), list);
        }
        out.printf(Locale.ROOT, "sha256: %s%n", result.hash());
        out.printf(Locale.ROOT, "speed: %,.0f images/s%n", result.imagesPerSecond());
        out.flush();
    }
}

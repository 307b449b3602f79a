package io.github.dtn4j.cli;

import static io.github.dtn4j.data.Prepare.prepare;

import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageReader;
import io.github.dtn4j.data.Prepare.Options;
import io.github.dtn4j.data.Prepare.Result;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.run.StoppableProgress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What packing images as they are needs to know: arguments of {@code dtn prepare} and {@code dtn prepare folder}. */
final class Packing {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    // Not "required": picocli would ask for them also where a subcommand follows.
    @Parameters(paramLabel = "SOURCE", arity = "0..1", description = "The images.")
    private @Nullable String source;

    @Option(names = "--out", paramLabel = "FILE", description = "The .images file to write.")
    private @Nullable Path out;

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

    /**
     * Packs what the command line names.
     *
     * @return exit code
     */
    int run() {
        if (source == null || out == null) {
            String missing = source == null ? "SOURCE" : "--out=FILE";
            throw new ParameterException(spec.commandLine(), "missing required %s".formatted(missing));
        }
        String images = source;
        Path file = out;
        Options options = new Options(new Fit(size, channels), strict);
        return Interrupt.during(
                stop -> pack(images, file, options, stop), spec.commandLine().getErr(), "the same command");
    }

    private int pack(String images, Path file, Options options, BooleanSupplier stop) {
        try (ConsoleProgress progress = ConsoleProgress.start("prepare", "images")) {
            ImageReader reader = Sources.fromEnvironment().reader(images, labels, options.fit());
            print(prepare(reader, file, options, new StoppableProgress(progress, stop)));
        }
        return 0;
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

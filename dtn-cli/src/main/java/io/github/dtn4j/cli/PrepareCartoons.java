package io.github.dtn4j.cli;

import io.github.dtn4j.data.CartoonFaces;
import io.github.dtn4j.data.CartoonTable;
import io.github.dtn4j.data.DrawnReader;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.Population;
import io.github.dtn4j.data.Prepare;
import io.github.dtn4j.data.Prepare.Companion;
import io.github.dtn4j.data.Prepare.Options;
import io.github.dtn4j.data.Prepare.Result;
import io.github.dtn4j.run.StoppableProgress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn prepare cartoons}: generated cartoon faces and what they show. */
@Command(
        name = "cartoons",
        description = {
            "Draw cartoon faces into a packed set, and list all attributes of each (sex, skin tone, hair, beard, glasses, ...) "
                    + "in a .csv beside it.",
            "",
            "The same seed gives the same faces at any size; face number 7 is the same among 10 as among 20,000.",
            "",
            "Stopped, even killed, the same command goes on where it was: what is finished waits in FILE.partial."
        },
        footer = {"", "Example:", "  dtn prepare cartoons --count 20000 --size 64 --out cartoons.images"})
final class PrepareCartoons implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The .images file to write.")
    private Path out;

    @Option(names = "--count", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    private int count = 20_000;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Height and width (default: ${DEFAULT-VALUE}).")
    private int size = 64;

    @Option(names = "--seed", paramLabel = "N", description = "Which faces (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--population",
            paramLabel = "NAME",
            description =
                    "Whom they show: balanced, or news, with the make-up of news photographs (default: ${DEFAULT-VALUE}).")
    private Population population = Population.BALANCED;

    @Override
    public Integer call() {
        return Interrupt.during(this::draw, spec.commandLine().getErr(), "the same command");
    }

    private int draw(BooleanSupplier stop) {
        DrawnReader reader = DrawnReader.cartoons(count, seed, population, size);
        Options options = new Options(new Fit(size, 3), false);
        Path table = out.resolveSibling(out.getFileName().toString().replaceFirst("\\.images$", "") + ".csv");
        Companion attributes = new Companion(
                table,
                (file, progress) -> CartoonTable.write(new CartoonFaces(seed, population), count, file, progress));
        try (ConsoleProgress progress = ConsoleProgress.start("prepare", "images")) {
            print(Prepare.prepare(reader, out, options, attributes, new StoppableProgress(progress, stop)), table);
        }
        return 0;
    }

    private void print(Result result, Path table) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s: %,d images of %d x %d x 3%n", result.file(), result.count(), size, size);
        out.printf(Locale.ROOT, "attributes: %s%n", table);
        out.printf(Locale.ROOT, "sha256: %s%n", result.hash());
        out.printf(Locale.ROOT, "speed: %,.0f images/s%n", result.imagesPerSecond());
        out.flush();
    }
}

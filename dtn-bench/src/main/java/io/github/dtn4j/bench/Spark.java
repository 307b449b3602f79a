package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.StreetDigits;
import io.github.dtn4j.image.Images;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn bench spark}: the same transfer with and without Spark. */
@Command(
        name = "spark",
        description =
                "Run 'dtn transfer' of a folder of generated street digits with and without --spark in turns, each as a process of "
                        + "its own, compare all bytes of the results, and print the images a second of both.",
        footer = {
            "",
            "Examples:",
            "  dtn bench spark",
            "  dtn bench spark --count 100000 --rounds 5 --master local[8]",
        })
final class Spark implements Callable<Integer> {
    private static final Pattern RATE = Pattern.compile("drawn by .*, ([\\d,]+\\.\\d) images/s");
    private static final int FILES_PER_FOLDER = 1000;

    @Spec
    private CommandSpec command;

    @Option(names = "--count", paramLabel = "N", description = "Images (default: ${DEFAULT-VALUE}).")
    private int count = 20_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Runs of each (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--master", paramLabel = "MASTER", description = "Of Spark (default: ${DEFAULT-VALUE}).")
    private String master = "local[2]";

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where to work and to leave all files; without it, a temporary folder that is removed.")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Print one line of JSON instead of the table.")
    private boolean json;

    @Override
    public Integer call() {
        if (count < 1 || rounds < 1) {
            throw DtnException.usage("--count and --rounds must be at least 1");
        }
        try (ScaleFolder work = ScaleFolder.open(folder)) {
            compare(work.path()).print(command.commandLine().getOut(), json);
            return 0;
        } catch (IOException e) {
            throw DtnException.failure("cannot work with the images: " + DtnException.reason(e), e);
        }
    }

    private SparkFigures compare(Path work) throws IOException {
        Path in = work.resolve("in");
        draw(in);
        Path plain = work.resolve("plain");
        Path spark = work.resolve("spark");
        List<Double> rates = new ArrayList<>();
        List<Double> sparkRates = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            ScaleFolder.remove(plain);
            ScaleFolder.remove(spark);
            double rate = rate(List.of("transfer", in.toString(), plain.toString()));
            double sparkRate = rate(List.of("transfer", "--spark", master, in.toString(), spark.toString()));
            rates.add(rate);
            sparkRates.add(sparkRate);
            SameFiles.check(plain, spark);
            PrintWriter err = command.commandLine().getErr();
            err.printf(Locale.ROOT, "round %d: %,.1f and %,.1f images/s, the same bytes%n", round, rate, sparkRate);
            err.flush();
        }
        double one = Median.of(rates);
        double other = Median.of(sparkRates);
        return new SparkFigures(count, rounds, master, one, other, other / one);
    }

    private void draw(Path in) throws IOException {
        ScaleFolder.remove(in);
        StreetDigits digits = new StreetDigits(1);
        for (int i = 0; i < count; i++) {
            Path folder = in.resolve(Integer.toString(i / FILES_PER_FOLDER));
            if (i % FILES_PER_FOLDER == 0) {
                Files.createDirectories(folder);
            }
            Files.write(
                    folder.resolve(i + ".png"),
                    Images.encodePng(digits.sample(i).image()));
        }
    }

    /** Runs {@code dtn} by its launcher, which knows where Spark is, and gives the images/s that it tells. */
    private static double rate(List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("dtn.home", "."), "dtn").toString());
        words.addAll(arguments);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher found = RATE.matcher(said);
            if (process.waitFor() != 0 || !found.find()) {
                throw DtnException.failure("dtn %s failed: %s"
                        .formatted(
                                arguments.get(0),
                                said.lines().reduce((one, next) -> next).orElse("nothing was said")));
            }
            return Double.parseDouble(found.group(1).replace(",", ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DtnException.failure("interrupted while dtn transfer was at work", e);
        } finally {
            process.destroy();
        }
    }
}

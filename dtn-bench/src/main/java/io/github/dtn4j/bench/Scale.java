package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn bench scale}: the real commands on a million images. */
@Command(
        name = "scale",
        description = {
            "Run 'dtn prepare' and 'dtn transfer' on many generated images, each as a process of its own, and print of each how many "
                    + "images a second it takes in the first and in the last tenth, and the most memory that it has.",
            "",
            "The jobs, each of which needs what those before it have made: cartoons, digits, transfer-set, transfer-png, "
                    + "prepare-folder, transfer-folder.",
            "",
            "All of it takes 30 kB of disk an image."
        },
        footer = {
            "",
            "Examples:",
            "  dtn bench scale --count 1000000",
            "  dtn bench scale --count 100000 --folder /tmp/scale --job digits --job transfer-set",
        })
final class Scale implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--count", paramLabel = "N", description = "Images (default: ${DEFAULT-VALUE}).")
    private int count = 1_000_000;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where to work and to leave all files; without it, a temporary folder that is removed.")
    private @Nullable Path folder;

    @Option(names = "--job", paramLabel = "JOB", description = "Run only this one; repeatable.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--json", description = "Print one line of JSON instead of the table.")
    private boolean json;

    @Override
    public Integer call() {
        if (count < 1) {
            throw DtnException.usage("--count %d: expected 1 or more".formatted(count));
        }
        List<ScaleJob> jobs = names.isEmpty()
                ? List.of(ScaleJob.values())
                : names.stream().map(ScaleJob::named).toList();
        PrintWriter err = command.commandLine().getErr();
        List<ScaleFigures.Row> rows = new ArrayList<>();
        try (ScaleFolder work = ScaleFolder.open(folder)) {
            checkSpace(work.path(), jobs);
            for (ScaleJob job : jobs) {
                err.println(job.label() + " ...");
                ScaleFigures.Row row = job.run(work.path(), count);
                rows.add(row);
                err.println(row);
            }
        }
        new ScaleFigures(rows).print(command.commandLine().getOut(), json);
        return 0;
    }

    private void checkSpace(Path path, List<ScaleJob> jobs) {
        try {
            long free = Files.getFileStore(path).getUsableSpace();
            long needed =
                    count * jobs.stream().mapToLong(ScaleJob::bytesPerImage).sum();
            if (free < needed) {
                throw DtnException.usage(String.format(
                        Locale.ROOT,
                        "%,d images need %,d MB, of which %s has %,d; name another with --folder, or fewer with --count",
                        count,
                        needed >> 20,
                        path,
                        free >> 20));
            }
        } catch (IOException e) {
            throw DtnException.failure(
                    "cannot tell the free space of %s: %s".formatted(path, DtnException.reason(e)), e);
        }
    }
}

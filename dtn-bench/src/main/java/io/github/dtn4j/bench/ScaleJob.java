package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.cli.ConsoleProgress;
import io.github.dtn4j.cli.ThisProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command on many images. What it makes lies in the folder that all jobs share, under a name of its own. */
enum ScaleJob {
    CARTOONS("", "cartoons.images", 13_000) {
        @Override
        List<String> command(Path in, Path out, int count) {
            return List.of("prepare", "cartoons", "--count", "" + count, "--size", "64", "--out", out.toString());
        }
    },
    DIGITS("", "digits.images", 3_200) {
        @Override
        List<String> command(Path in, Path out, int count) {
            return List.of("prepare", "street-digits:%d:1".formatted(count), "--out", out.toString());
        }
    },
    TRANSFER_SET("digits.images", "drawn.images", 1_100) {
        @Override
        List<String> command(Path in, Path out, int count) {
            return List.of("transfer", in.toString(), out.toString());
        }
    },
    TRANSFER_PNG("digits.images", "pngs", 4_500) {
        @Override
        List<String> command(Path in, Path out, int count) {
            return List.of("transfer", in.toString(), out.toString());
        }
    },
    PREPARE_FOLDER("pngs", "packed.images", 3_200) {
        @Override
        List<String> command(Path in, Path out, int count) {
            return List.of("prepare", "folder", in.toString(), "--out", out.toString());
        }
    },
    TRANSFER_FOLDER("pngs", "drawn", 4_500) {
        @Override
        List<String> command(Path in, Path out, int count) {
            return List.of("transfer", in.toString(), out.toString());
        }
    };

    private static final Pattern PROGRESS = Pattern.compile("\\w+: ([\\d,]+) of [\\d,]+ images(, .*)?");
    private static final long LOOK_MILLISECONDS = 500;

    private final String in;
    private final String out;
    private final long bytesPerImage;

    ScaleJob(String in, String out, long bytesPerImage) {
        this.in = in;
        this.out = out;
        this.bytesPerImage = bytesPerImage;
    }

    /** What its result takes of the disk, rounded up to the blocks of small files. */
    long bytesPerImage() {
        return bytesPerImage;
    }

    /** The job of a name such as {@code transfer-set}. */
    static ScaleJob named(String name) {
        return Arrays.stream(values())
                .filter(job -> job.label().equals(name))
                .findFirst()
                .orElseThrow(() -> DtnException.usage("--job %s: expected one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(ScaleJob::label).collect(Collectors.joining(", ")))));
    }

    /** What it is called. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    abstract List<String> command(Path in, Path out, int count);

    /** Runs it to its end. */
    ScaleFigures.Row run(Path folder, int count) {
        Path source = folder.resolve(in);
        if (!Files.exists(source)) {
            throw DtnException.usage("the job %s needs %s; run the jobs before it first".formatted(label(), source));
        }
        Path result = folder.resolve(out);
        ScaleFolder.remove(result); // with what an earlier call keeps in it to go on
        ScaleFolder.remove(folder.resolve(out + ".partial"));
        List<String> words = ThisProgram.words(
                List.of("-D" + ConsoleProgress.SECONDS_PROPERTY + "=1"), command(source, result, count));
        long start = System.nanoTime();
        Pace pace = new Pace(count);
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            AtomicLong peak = watch(process);
            String last = follow(process, pace, start);
            if (process.waitFor() != 0) {
                throw DtnException.failure("the job %s failed: %s".formatted(label(), last));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new ScaleFigures.Row(
                    label(),
                    count,
                    seconds,
                    pace.firstTenth(),
                    pace.lastTenth(),
                    peak.get(),
                    ScaleFolder.bytes(result));
        } catch (IOException e) {
            throw DtnException.failure("dtn cannot be started: " + DtnException.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DtnException.failure("the job %s was interrupted".formatted(label()), e);
        }
    }

    /** Notes each line of progress; gives the last line. */
    private static String follow(Process process, Pace pace, long start) throws IOException {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String last = "nothing was said";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher found = PROGRESS.matcher(line);
                if (found.matches()) {
                    int done = Integer.parseInt(found.group(1).replace(",", ""));
                    pace.note((System.nanoTime() - start) / 1e9, done);
                } else {
                    last = line;
                }
            }
            return last;
        } catch (IOException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The most memory that the process has had, looked at until it ends. */
    private static AtomicLong watch(Process process) {
        AtomicLong peak = new AtomicLong();
        Thread watcher = new Thread(
                () -> {
                    try {
                        do {
                            peak.accumulateAndGet(ProcessMemory.peakMegabytes(process), Math::max);
                        } while (!process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "memory-of-the-job");
        watcher.setDaemon(true);
        watcher.start();
        return peak;
    }
}

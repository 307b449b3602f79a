package io.github.dtn4j.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Progress as a line now and then and one at the end, for a log. */
final class ProgressAsLines implements ConsoleProgress {
    private final String task;
    private final String unit;
    private final PrintStream out;
    private final LongSupplier nanoClock;
    private final int secondsBetweenLines;
    private final long startNanos;

    private String figures = "";
    private double lastLineSeconds;
    private long doneBefore = -1;
    private long done;

    ProgressAsLines(String task, String unit, PrintStream out, LongSupplier nanoClock, int secondsBetweenLines) {
        this.task = task;
        this.unit = unit;
        this.out = out;
        this.nanoClock = nanoClock;
        this.secondsBetweenLines = secondsBetweenLines;
        this.startNanos = nanoClock.getAsLong();
    }

    @Override
    public synchronized void update(long done, long total) {
        if (doneBefore < 0) {
            doneBefore = Math.max(0, done - 1); // resumed work starts in the middle: the rate counts from there
        }
        this.done = done;
        double seconds = elapsedSeconds();
        if (seconds - lastLineSeconds >= secondsBetweenLines) {
            lastLineSeconds = seconds;
            String of = total < 0 ? "" : String.format(Locale.ROOT, " of %,d", total);
            String left = total < 0 ? "" : ", " + clock((total - done) / rate(seconds)) + " left";
            line(String.format(Locale.ROOT, "%,d%s %s, %.1f/s%s%s", done, of, unit, rate(seconds), left, figures));
        }
    }

    @Override
    public synchronized void note(String figures) {
        this.figures = "  " + figures;
    }

    @Override
    public synchronized void close() {
        if (doneBefore < 0) {
            return; // nothing was done
        }
        double seconds = elapsedSeconds();
        line(String.format(Locale.ROOT, "%,d %s in %s (%.1f/s)%s", done, unit, clock(seconds), rate(seconds), figures));
    }

    private double rate(double seconds) {
        return (done - Math.max(0, doneBefore)) / Math.max(seconds, 1e-3);
    }

    private double elapsedSeconds() {
        return (nanoClock.getAsLong() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? "%d:%02d".formatted(whole / 60, whole % 60)
                : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
    }

    private void line(String text) {
        out.println(task + ": " + text);
    }
}

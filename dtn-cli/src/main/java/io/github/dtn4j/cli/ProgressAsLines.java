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
    private long firstDone = -1; // what came before that may be the work of an earlier call
    private double firstSeconds;
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
        double seconds = elapsedSeconds();
        if (firstDone < 0) {
            firstDone = done;
            firstSeconds = seconds;
        }
        this.done = done;
        if (seconds - lastLineSeconds >= secondsBetweenLines) {
            lastLineSeconds = seconds;
            String of = total < 0 ? "" : String.format(Locale.ROOT, " of %,d", total);
            line(String.format(Locale.ROOT, "%,d%s %s%s%s", done, of, unit, pace(total, seconds), figures));
        }
    }

    /** Rate and time left, where anything was done since the first update. */
    private String pace(long total, double seconds) {
        if (done <= firstDone) {
            return "";
        }
        String left = total < 0 ? "" : ", " + clock((total - done) / rate(seconds)) + " left";
        return String.format(Locale.ROOT, ", %.1f/s%s", rate(seconds), left);
    }

    @Override
    public synchronized void note(String figures) {
        this.figures = "  " + figures;
    }

    @Override
    public synchronized void close() {
        if (done == 0) {
            return;
        }
        double seconds = elapsedSeconds();
        String rate = done > firstDone ? String.format(Locale.ROOT, " (%.1f/s)", rate(seconds)) : "";
        line(String.format(Locale.ROOT, "%,d %s in %s%s%s", done, unit, clock(seconds), rate, figures));
    }

    private double rate(double seconds) {
        return (done - firstDone) / Math.max(seconds - firstSeconds, 1e-3);
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

package io.github.dtn4j.cli;

import io.github.dtn4j.Progress;

/**
 * Shows how far a long piece of work has come, with rate and time left, on standard error: a bar on a terminal, otherwise
 * a line every ten seconds, so that the log of a job stays short.
 */
public interface ConsoleProgress extends Progress, AutoCloseable {
    /** Columns of the terminal; the launcher sets it where standard error is one, which Java cannot tell. */
    String COLUMNS_PROPERTY = "dtn.columns";

    /** Seconds between two lines of a log, for a program that reads them; ten without it. */
    String SECONDS_PROPERTY = "dtn.progress.seconds";

    /**
     * Starts to show a piece of work; close it at the end.
     *
     * @param task a word for the work, such as {@code train}
     * @param unit what is counted, such as {@code images}
     */
    static ConsoleProgress start(String task, String unit) {
        int columns = Integer.getInteger(COLUMNS_PROPERTY, 0);
        return columns > 0
                ? new ProgressAsBar(task, unit, System.err, columns)
                : new ProgressAsLines(
                        task, unit, System.err, System::nanoTime, Integer.getInteger(SECONDS_PROPERTY, 10));
    }

    /** Shows a few figures behind the progress, such as losses, from the next update on. */
    void note(String figures);

    /** Ends the bar or writes the last line. */
    @Override
    void close();
}

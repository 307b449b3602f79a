package io.github.dtn4j.serve.watch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much of the log a listener knows: {@code LOG.LINES} as text, the id of an event.
 *
 * @param log names a reading of the log, see {@link Snapshot#log}
 * @param lines how many of its lines are known
 */
record Cursor(String log, int lines) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-f-]{1,40})\\.(\\d{1,9})");

    /** Knows nothing; also what an unreadable text stands for. */
    static final Cursor NONE = new Cursor("", 0);

    static Cursor parse(@Nullable String text) {
        Matcher matcher = TEXT.matcher(text == null ? "" : text);
        return matcher.matches() ? new Cursor(matcher.group(1), Integer.parseInt(matcher.group(2))) : NONE;
    }

    @Override
    public String toString() {
        return log + "." + lines;
    }
}

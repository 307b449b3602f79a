package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wall time that somebody is willing to spend, as it is written on a command line: {@code 90s}, {@code 20m}, {@code 1h30m}. */
public final class Budget {
    private static final Pattern FORM = Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6})s)?");

    private Budget() {}

    /**
     * Reads one.
     *
     * @throws DtnException if it is of another form, or no time at all
     */
    public static Duration parse(String text) {
        Matcher parts = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        Duration time = parts.matches()
                ? Duration.ofHours(number(parts.group(1)))
                        .plusMinutes(number(parts.group(2)))
                        .plusSeconds(number(parts.group(3)))
                : Duration.ZERO;
        if (time.isZero()) {
            throw DtnException.usage("a budget of '%s': expected a time such as 20m, 2h or 1h30m".formatted(text));
        }
        return time;
    }

    @SuppressWarnings("NullAway") // a group that took no part is null
    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** A time as people say it, such as {@code 1 h 30 min} or {@code 40 s}. */
    public static String words(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        long minutes = Math.round(seconds / 60);
        String rest = minutes % 60 == 0 ? "" : minutes % 60 + " min";
        return minutes < 60 ? rest : (minutes / 60 + " h " + rest).strip();
    }
}

package io.github.dtn4j.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people write them: {@code 90s}, {@code 20m}, {@code 2h}, {@code 1h30m}. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

    @Override
    public Duration convert(String text) {
        Matcher time = TIME.matcher(text);
        if (text.isEmpty() || !time.matches()) {
            throw new TypeConversionException("'%s' is not a time; write 90s, 20m, 2h or 1h30m".formatted(text));
        }
        Duration duration = Duration.ofHours(number(time.group(1)))
                .plusMinutes(number(time.group(2)))
                .plusSeconds(number(time.group(3)));
        if (duration.isZero()) {
            throw new TypeConversionException("'%s' is no time at all".formatted(text));
        }
        return duration;
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}

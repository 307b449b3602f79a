package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a source of images as recipes write it, {@code body[from:to]}, where the slice and each of its ends may be
 * missing and negative ends count from the last image.
 */
record SourceName(
        String body, @Nullable Integer from, @Nullable Integer to) {
    private static final Pattern SLICED = Pattern.compile("(.+)\\[(-?\\d*):(-?\\d*)]");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    /**
     * Takes a name apart.
     *
     * @param variables gives the values of <code>${NAME}</code>, null where there is none
     */
    static SourceName parse(String text, Function<String, @Nullable String> variables) {
        String expanded =
                VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, text, variables)));
        Matcher sliced = SLICED.matcher(expanded);
        if (!sliced.matches()) {
            return new SourceName(expanded, null, null);
        }
        return new SourceName(sliced.group(1), end(sliced.group(2), text), end(sliced.group(3), text));
    }

    private static String value(MatchResult found, String text, Function<String, @Nullable String> variables) {
        String value = variables.apply(found.group(1));
        if (value == null) {
            throw DtnException.usage(
                    "the environment has no %s, which the source '%s' needs; set it".formatted(found.group(1), text));
        }
        return value;
    }

    private static @Nullable Integer end(String digits, String text) {
        try {
            return digits.isEmpty() ? null : Integer.valueOf(digits);
        } catch (NumberFormatException e) {
            throw DtnException.usage(
                    "the source '" + text + "' has no valid slice; write [from:to], as in [0:6500]", e);
        }
    }

    boolean sliced() {
        return from != null || to != null;
    }

    /** The part of the set that the slice names. Unlike Python's, a slice must lie within the set: a split is a promise. */
    ImageSet slice(ImageSet set) {
        long first = from == null ? 0 : position(from, set.count());
        long last = to == null ? set.count() : position(to, set.count());
        if (first < 0 || last > set.count() || first >= last) {
            set.close();
            throw DtnException.usage("the slice [%s:%s] is empty or outside of the %d images of %s"
                    .formatted(from == null ? "" : from, to == null ? "" : to, set.count(), body));
        }
        return set.slice((int) first, (int) last);
    }

    private static long position(int end, int count) {
        return end < 0 ? (long) end + count : end;
    }
}

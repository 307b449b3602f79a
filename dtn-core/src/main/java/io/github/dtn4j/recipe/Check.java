package io.github.dtn4j.recipe;

import io.github.dtn4j.DtnException;
import java.util.List;

/** Range checks of settings; a failed one names the key, its value and what it may be. */
final class Check {
    private Check() {}

    static void that(boolean holds, String key, Object value, String wanted) {
        if (!holds) {
            throw DtnException.usage("recipe key '%s' is %s but must be %s".formatted(key, value, wanted));
        }
    }

    static void atLeast(long minimum, String key, long value) {
        that(value >= minimum, key, value, "at least " + minimum);
    }

    static void notNegative(String key, double value) {
        that(value >= 0 && Double.isFinite(value), key, value, "a number of at least 0");
    }

    static void positive(String key, double value) {
        that(value > 0 && Double.isFinite(value), key, value, "a number above 0");
    }

    /** A copy of a list of labels. */
    static List<Integer> classes(String key, List<Integer> labels) {
        List<Integer> copy = List.copyOf(labels);
        that(copy.stream().allMatch(label -> label >= 0), key, copy, "a list of labels of at least 0");
        return copy;
    }

    static void fraction(String key, double value) {
        that(value >= 0 && value <= 1, key, value, "between 0 and 1");
    }
}

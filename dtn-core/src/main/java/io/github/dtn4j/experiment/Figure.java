package io.github.dtn4j.experiment;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One number that a study reads off every run.
 *
 * @param name key in {@code table.json}
 * @param title head of its column
 * @param unit how it is written
 * @param pointer where it stands in the figures of a run, such as {@code /accuracy/per_class/3}
 */
record Figure(String name, String title, Unit unit, String pointer) {
    static final Figure ACCURACY = new Figure("accuracy", "transfer accuracy", Unit.SHARE, "/accuracy/accuracy");
    static final Figure ENCODER_ACCURACY =
            new Figure("encoder_accuracy", "f itself", Unit.SHARE, "/accuracy/encoder_accuracy");
    static final Figure MEDIAN_RANK =
            new Figure("median_rank", "median rank of s by f", Unit.NUMBER, "/translation/median_rank");
    static final Figure KERNEL_DISTANCE =
            new Figure("kernel_distance", "kernel distance to T", Unit.NUMBER, "/translation/distribution/model/value");

    static final Figure GRAIN = new Figure("grain", "grain, octaves", Unit.NUMBER, "/translation/picture/grain");
    static final Figure DIVERSITY = new Figure("diversity", "diversity", Unit.NUMBER, "/translation/picture/diversity");

    /** How a number is written. */
    enum Unit {
        /** From 0 to 1, written as a percentage. */
        SHARE,
        /** As it is. */
        NUMBER
    }

    /** Its value among the figures of a run; empty where that run has none. */
    OptionalDouble of(JsonNode figures) {
        JsonNode value = figures.at(JsonPointer.compile(pointer));
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    /**
     * A value as it is written in a table, without its unit.
     *
     * @param size of the values that it stands among, which get as many decimals
     */
    String text(double value, double size) {
        if (unit == Unit.SHARE) {
            return String.format(Locale.ROOT, "%.1f", 100 * value);
        }
        int decimals = Math.abs(size) >= 100 ? 0 : Math.abs(size) >= 1 ? 1 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** The title with its unit. */
    String heading() {
        return unit == Unit.SHARE ? title + ", %" : title;
    }
}

package io.github.dtn4j.bench;

import java.util.Arrays;
import java.util.Collection;

/** The figure of a machine that has other things to do now and then. */
final class Median {
    private Median() {}

    /** The middle one, or the mean of the two in the middle. */
    static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double of(Collection<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}

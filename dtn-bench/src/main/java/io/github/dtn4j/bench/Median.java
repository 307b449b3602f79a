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

    /** How long {@code work} takes, once it has been done a few times. */
    static double milliseconds(int warmUp, int timed, Runnable work) {
        for (int i = 0; i < warmUp; i++) {
            work.run();
        }
        double[] times = new double[timed];
        for (int i = 0; i < timed; i++) {
            long begin = System.nanoTime();
            work.run();
            times[i] = (System.nanoTime() - begin) / 1e6;
        }
        return of(times);
    }
}

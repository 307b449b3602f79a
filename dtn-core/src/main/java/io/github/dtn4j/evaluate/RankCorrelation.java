package io.github.dtn4j.evaluate;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Ranks of numbers, and Spearman's correlation of them. */
final class RankCorrelation {
    private RankCorrelation() {}

    /** Ranks from 0, the smallest, to N - 1; equal numbers share the mean of their ranks. */
    static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        int start = 0;
        while (start < order.length) {
            int end = start + 1;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }
            start = end;
        }
        return ranks;
    }

    /** Spearman's rank correlation, -1 to 1; 0 where one of the two does not vary. */
    static double spearman(double[] a, double[] b) {
        return correlation(ranks(a), ranks(b));
    }

    private static double correlation(double[] x, double[] y) {
        double mean = (x.length - 1) / 2.0; // of ranks
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }
}

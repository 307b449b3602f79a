package io.github.dtn4j.train;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where classes are to count the same, one that f sees in a handful of images must not count as much as all others: S may lack it,
 * and these are the images that f misreads.
 */
final class RareClasses {
    private static final double LEAST = 0.25; // of an even share; f misreads up to 1 % of all images as any one of ten

    private RareClasses() {}

    /**
     * The class of each item, where a class that holds less than a quarter of an even share of the items is dissolved: its members
     * join the other classes in turn, so that each is visited about as often as any other item.
     *
     * @param classes numbers from 0; without a rare one among them, they come back as they are
     */
    static int[] dissolved(int[] classes) {
        int[] members = new int[Arrays.stream(classes).max().orElse(0) + 1];
        for (int label : classes) {
            members[label]++;
        }
        long present = Arrays.stream(members).filter(n -> n > 0).count();
        double least = LEAST * classes.length / present;
        int[] common = IntStream.range(0, members.length)
                .filter(label -> members[label] > 0 && members[label] >= least)
                .toArray();
        int[] result = classes.clone();
        int next = 0;
        for (int i = 0; i < result.length; i++) {
            if (members[result[i]] < least) {
                result[i] = common[next++ % common.length];
            }
        }
        return result;
    }
}

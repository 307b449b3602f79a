package io.github.dtn4j.train;

import java.util.SplittableRandom;

/** An endless walk over n items, each epoch in a new order; the item at any position is a function of the seed alone. */
final class ShuffledOrder implements Visits {
    private final long seed;
    private final String purpose;
    private final int[] order;
    private long epoch = -1;

    ShuffledOrder(long seed, String purpose, int count) {
        this.seed = seed;
        this.purpose = purpose;
        this.order = new int[count];
    }

    /** Cheap as long as positions stay within an epoch; a new epoch is shuffled once. */
    @Override
    public long[] at(long position, int count) {
        long[] items = new long[count];
        for (int i = 0; i < count; i++) {
            long wanted = (position + i) / order.length;
            if (wanted != epoch) {
                shuffle(wanted);
            }
            items[i] = order[(int) ((position + i) % order.length)];
        }
        return items;
    }

    /** Fisher and Yates. */
    private void shuffle(long wanted) {
        SplittableRandom random = Seeds.at(seed, purpose, wanted);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        epoch = wanted;
    }
}

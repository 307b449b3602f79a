package io.github.dtn4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Visits every class equally often, in turn, and the members of each class in shuffled epochs of their own. Where S has more of
 * one class than T, D would otherwise press g to turn the surplus into something else.
 */
final class BalancedOrder implements Visits {
    private record Group(int[] members, ShuffledOrder order) {}

    private final List<Group> groups = new ArrayList<>();

    /** Balances items by the class of each; a class without members is not visited. */
    BalancedOrder(long seed, String purpose, int[] classes) {
        int highest = Arrays.stream(classes).max().orElseThrow();
        for (int label = 0; label <= highest; label++) {
            int wanted = label;
            int[] members = IntStream.range(0, classes.length)
                    .filter(i -> classes[i] == wanted)
                    .toArray();
            if (members.length > 0) {
                groups.add(new Group(members, new ShuffledOrder(seed, purpose + label, members.length)));
            }
        }
    }

    @Override
    public long[] at(long position, int count) {
        long[] items = new long[count];
        for (int i = 0; i < count; i++) {
            Group group = groups.get((int) ((position + i) % groups.size()));
            long[] member = group.order.at((position + i) / groups.size(), 1);
            items[i] = group.members[(int) member[0]];
        }
        return items;
    }
}

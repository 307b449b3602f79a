package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RareClassesTest {
    @Test
    void classesOfAQuarterOfAnEvenShareStayAsTheyAre() {
        int[] classes = classes(10, 40, 0, 70); // an even share of the three is 40

        assertThat(RareClasses.dissolved(classes)).isEqualTo(classes);
    }

    @Test
    void membersOfARareClassJoinTheOthersInTurn() {
        int[] classes = classes(9, 50, 0, 61);

        int[] dissolved = RareClasses.dissolved(classes);

        assertThat(Arrays.copyOf(dissolved, 9)).containsExactly(1, 3, 1, 3, 1, 3, 1, 3, 1);
        assertThat(Arrays.copyOfRange(dissolved, 9, 120)).isEqualTo(Arrays.copyOfRange(classes, 9, 120));
    }

    @Test
    void misreadImagesAreVisitedAsOftenAsOthers() {
        int[] classes = classes(500, 490, 10); // the last are misread: S has two classes

        long[] visits = new BalancedOrder(1, "test", RareClasses.dissolved(classes)).at(0, 10_000);

        assertThat(Arrays.stream(visits).filter(item -> item >= 990).count()).isBetween(90L, 110L);
        assertThat(Arrays.stream(visits).filter(item -> item < 500).count()).isBetween(4900L, 5000L);
    }

    @Test
    void aSingleClassIsCommon() {
        assertThat(RareClasses.dissolved(new int[] {2, 2})).containsExactly(2, 2);
    }

    /** So many members of class 0, of class 1, and so on. */
    private static int[] classes(int... counts) {
        return IntStream.range(0, counts.length)
                .flatMap(label -> IntStream.range(0, counts[label]).map(i -> label))
                .toArray();
    }
}

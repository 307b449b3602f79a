package io.github.dtn4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.TinyRun;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which images a batch holds. */
class OrderTest {
    @TempDir
    Path folder;

    @Test
    void everyEpochVisitsEveryItemOnceInAnOrderOfItsOwn() {
        ShuffledOrder order = new ShuffledOrder(1, "test", 50);
        long[] first = order.at(0, 50);
        long[] second = order.at(50, 50);

        assertThat(first).containsExactlyInAnyOrder(LongStream.range(0, 50).toArray());
        assertThat(second).containsExactlyInAnyOrder(LongStream.range(0, 50).toArray());
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void anyPositionCanBeAskedForAtAnyTime() {
        ShuffledOrder order = new ShuffledOrder(1, "test", 7);
        long[] all = order.at(0, 100);

        for (int position : new int[] {93, 0, 40, 6, 41}) {
            assertThat(order.at(position, 5)).isEqualTo(Arrays.copyOfRange(all, position, position + 5));
        }
    }

    @Test
    void seedAndPurposeDecide() {
        long[] order = new ShuffledOrder(1, "source", 50).at(0, 50);

        assertThat(new ShuffledOrder(1, "source", 50).at(0, 50)).isEqualTo(order);
        assertThat(new ShuffledOrder(2, "source", 50).at(0, 50)).isNotEqualTo(order);
        assertThat(new ShuffledOrder(1, "target", 50).at(0, 50)).isNotEqualTo(order);
    }

    @Test
    void firstPlaceIsFairlyDrawn() {
        int[] counts = new int[5];
        ShuffledOrder order = new ShuffledOrder(1, "test", 5);
        for (int epoch = 0; epoch < 5000; epoch++) {
            counts[(int) order.at(epoch * 5L, 1)[0]]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(850, 1150); // 1000 expected, standard deviation 28
        }
    }

    @Test
    void balancedOrderVisitsClassesInTurnAndTheirMembersInEpochs() {
        int[] classes = {2, 0, 0, 0, 2, 0, 0, 0}; // none of class 1
        long[] items = new BalancedOrder(1, "test", classes).at(0, 24);

        assertThat(Arrays.stream(items)
                        .map(i -> classes[(int) i])
                        .filter(c -> c == 2)
                        .count())
                .isEqualTo(12);
        for (int item : new int[] {0, 4}) {
            assertThat(Arrays.stream(items).filter(i -> i == item).count()).isEqualTo(6);
        }
        for (int item : new int[] {1, 2, 3, 5, 6, 7}) {
            assertThat(Arrays.stream(items).filter(i -> i == item).count()).isEqualTo(2);
        }
    }

    @Test
    void batchesHoldTheImagesAskedForAnnouncedOrNot() {
        Native.load();
        try (PointerScope scope = new PointerScope();
                ImageSet images = TinyRun.images(folder.resolve("a.images"), 20, 16, 3, 1)) {
            ImageBatches batches = new ImageBatches(images, 3);
            long[][] wanted = {{4, 0, 19}, {7, 7, 1}, {2, 3, 5}, {18, 6, 0}};
            batches.announce(wanted[1]);
            for (int i = 0; i < wanted.length; i++) { // the first one comes unannounced
                byte[] pixels = Tensors.toBytes(batches.get(wanted[i]));
                if (i > 0 && i < wanted.length - 1) {
                    batches.announce(wanted[i + 1]);
                }
                for (int n = 0; n < 3; n++) {
                    assertThat(Arrays.copyOfRange(pixels, n * 768, (n + 1) * 768))
                            .isEqualTo(images.pixels((int) wanted[i][n]).data());
                }
            }
        }
    }
}

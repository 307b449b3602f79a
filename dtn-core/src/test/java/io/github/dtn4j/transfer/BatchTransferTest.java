package io.github.dtn4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.DrawnFace;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.StreetDigits;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.transfer.BatchTransfer.Item;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BatchTransferTest {
    @Test
    void aDigitIsDrawnTheSameInAnyCompany() {
        expectSameInAnyCompany("svhn-mnist", 0, digits(100));
    }

    @Test
    void aFaceIsDrawnTheSameInAnyCompany() {
        expectSameInAnyCompany("faces-emoji", 0, faces(36));
    }

    @Test
    @Tag("slow")
    void soIsOneThatIsEnlarged() {
        expectSameInAnyCompany("faces-emoji", 256, faces(36));
    }

    @Test
    void whatCannotBeUsedKeepsItsPlace() {
        try (Translator translator = Translator.load(Path.of("../models/svhn-mnist.safetensors"))) {
            BatchTransfer transfer = new BatchTransfer(translator, 32);
            Item good = transfer.decode("good", () -> noise(1));
            Item bad = transfer.decode("bad", () -> {
                throw DtnException.failure("it is damaged");
            });

            List<Item> drawn = transfer.draw(List.of(bad, good, bad));
            assertThat(drawn).extracting(Item::name).containsExactly("bad", "good", "bad");
            assertThat(drawn).extracting(Item::fault).containsExactly("it is damaged", "", "it is damaged");
            assertThat(drawn.get(1).image()).isNotNull();
            assertThat(transfer.draw(List.of(bad))).containsExactly(bad);
            assertThat(transfer.draw(List.of())).isEmpty();
        }
    }

    /** Draws seeded shuffles of the images in batches of other sizes, by other numbers of threads. */
    private static void expectSameInAnyCompany(String model, int enlarged, List<Pixels> images) {
        int threads = Native.threads();
        Map<Integer, byte[]> seen = new HashMap<>();
        Random random = new Random(7);
        try (Translator translator = Translator.load(Path.of("../models/" + model + ".safetensors"))) {
            BatchTransfer transfer = new BatchTransfer(translator, Math.max(enlarged, translator.drawnSize()));
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, images.size()).boxed().toList());
            for (int round = 1; round <= 3; round++) {
                Native.setThreads(round);
                int from = 0;
                while (from < order.size()) {
                    int to = Math.min(order.size(), from + (round == 1 ? 32 : 1 + random.nextInt(32)));
                    List<Integer> batch = order.subList(from, to);
                    List<Item> drawn = transfer.draw(batch.stream()
                            .map(i -> transfer.decode("image " + i, () -> images.get(i)))
                            .toList());
                    for (int i = 0; i < drawn.size(); i++) {
                        Item item = drawn.get(i);
                        byte[] pixels = item.image() == null
                                ? new byte[0]
                                : item.image().data();
                        byte[] before = seen.putIfAbsent(batch.get(i), pixels);
                        assertThat(before == null || Arrays.equals(before, pixels))
                                .as("%s in a batch of %d, %d threads", item.name(), drawn.size(), round)
                                .isTrue();
                    }
                    from = to;
                }
                Collections.shuffle(order, random);
            }
        } finally {
            Native.setThreads(threads);
        }
        assertThat(seen.values().stream().map(Arrays::hashCode).distinct()).hasSizeGreaterThan(images.size() / 2);
    }

    private static List<Pixels> digits(int count) {
        StreetDigits digits = new StreetDigits(3);
        return IntStream.range(0, count).mapToObj(i -> digits.sample(i).image()).toList();
    }

    /** Drawn faces, and every ninth photo without one. */
    private static List<Pixels> faces(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i % 9 == 8 ? noise(i) : DrawnFace.of(120 + 5 * i, skin(80 + 4 * i)))
                .toList();
    }

    private static Color skin(int tone) {
        return new Color(tone, tone * 4 / 5, tone * 2 / 3);
    }

    private static Pixels noise(int seed) {
        byte[] data = new byte[32 * 32 * 3];
        new Random(seed).nextBytes(data);
        return new Pixels(data, 32, 32, 3);
    }
}

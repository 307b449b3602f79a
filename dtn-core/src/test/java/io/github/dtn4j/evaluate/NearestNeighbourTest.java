package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.Progress;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.ImageSetWriter;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearestNeighbourTest {
    private static final int SIDE = 4;

    @TempDir
    Path folder;

    @Test
    void findsWhatComparingEveryPairFinds() {
        try (ImageSet known = random("known", 4100, 1); // more than are looked at at once
                ImageSet images = random("images", 60, 2)) {
            int[] nearest = NearestNeighbour.nearest(known, images, Progress.NONE);

            for (int i = 0; i < images.count(); i++) {
                assertThat(nearest[i])
                        .isEqualTo(bruteForce(known, images.pixels(i).data()));
            }
        }
    }

    @Test
    void knownImagesAreReadRightlyAndOfTwinsTheFirstCounts() {
        try (ImageSet known = random("known", 30, 1)) {
            ImageSet part = known.slice(5, 25);

            Accuracy accuracy = NearestNeighbour.accuracy(known, part, 10, Progress.NONE);

            assertThat(accuracy.share()).isEqualTo(1);
            assertThat(accuracy.count()).isEqualTo(20);
        }
        try (ImageSetWriter writer = ImageSetWriter.create(folder.resolve("twins"), SIDE, SIDE, 1, true)) {
            writer.add(new byte[SIDE * SIDE], 7);
            writer.add(new byte[SIDE * SIDE], 3);
            writer.finish();
        }
        try (ImageSet twins = ImageSet.open(folder.resolve("twins"))) {
            assertThat(NearestNeighbour.nearest(twins, twins, Progress.NONE)).containsExactly(0, 0);
            assertThat(NearestNeighbour.accuracy(twins, twins, 10, Progress.NONE)
                            .confusion()[3][7])
                    .isEqualTo(1);
        }
    }

    @Test
    void imagesOfAnotherShapeCannotBeCompared() {
        try (ImageSetWriter writer = ImageSetWriter.create(folder.resolve("larger"), 16, 16, 1, true)) {
            writer.add(new byte[256], 7);
            writer.finish();
        }
        try (ImageSet known = random("known", 3, 1);
                ImageSet larger = ImageSet.open(folder.resolve("larger"))) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> NearestNeighbour.nearest(known, larger, Progress.NONE));
        }
    }

    private static int bruteForce(ImageSet known, byte[] image) {
        int nearest = 0;
        long least = Long.MAX_VALUE;
        for (int k = 0; k < known.count(); k++) {
            byte[] other = known.pixels(k).data();
            long distance = 0;
            for (int p = 0; p < image.length; p++) {
                long difference = Byte.toUnsignedInt(image[p]) - Byte.toUnsignedInt(other[p]);
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                nearest = k;
            }
        }
        return nearest;
    }

    private ImageSet random(String name, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (ImageSetWriter writer = ImageSetWriter.create(folder.resolve(name), SIDE, SIDE, 1, true)) {
            for (int i = 0; i < count; i++) {
                byte[] pixels = new byte[SIDE * SIDE];
                random.nextBytes(pixels);
                writer.add(pixels, i % 10);
            }
            writer.finish();
        }
        return ImageSet.open(folder.resolve(name));
    }
}

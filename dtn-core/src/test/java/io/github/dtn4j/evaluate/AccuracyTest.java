package io.github.dtn4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.torch.Tensors;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images whose first pixel says how they are read. */
class AccuracyTest {
    @TempDir
    Path folder;

    @Test
    void countsWhatIsReadByLabel() {
        try (ImageSet images = images(new int[][] {{0, 0}, {0, 2}, {0, 0}, {2, 1}, {2, 2}})) {
            Accuracy accuracy = Accuracy.of(AccuracyTest::firstPixel, images, 3);

            assertThat(accuracy.confusion()).isDeepEqualTo(new int[][] {{2, 0, 1}, {0, 0, 0}, {0, 1, 1}});
            assertThat(accuracy.count()).isEqualTo(5);
            assertThat(accuracy.share()).isEqualTo(0.6);
            assertThat(accuracy.perClass()).containsExactly(2 / 3.0, Double.NaN, 0.5);
        }
    }

    @Test
    void labelThatTheClassifierDoesNotKnowIsRefused() {
        try (ImageSet images = images(new int[][] {{3, 0}})) {
            assertThatExceptionOfType(DtnException.class)
                    .isThrownBy(() -> Accuracy.of(AccuracyTest::firstPixel, images, 3))
                    .withMessageContaining("label 3");
        }
    }

    /** One logit in three is 1. */
    private static Tensor firstPixel(Tensor images) {
        byte[] pixels = Tensors.toBytes(images);
        int count = (int) images.size(0);
        float[] logits = new float[3 * count];
        for (int i = 0; i < count; i++) {
            logits[3 * i + pixels[i * 16 * 16]] = 1;
        }
        return Tensors.of(logits, count, 3);
    }

    private ImageSet images(int[][] labelsAndReadings) {
        Path file = folder.resolve("a.images");
        try (ImageSetWriter writer = ImageSetWriter.create(file, 16, 16, 1, true)) {
            for (int[] pair : labelsAndReadings) {
                byte[] pixels = new byte[16 * 16];
                pixels[0] = (byte) pair[1];
                writer.add(pixels, pair[0]);
            }
            writer.finish();
        }
        return ImageSet.open(file);
    }
}

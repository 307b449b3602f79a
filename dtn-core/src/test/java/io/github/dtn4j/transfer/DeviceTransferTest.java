package io.github.dtn4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.DrawnFace;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.torch.LazyDevice;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The models that the project ships, on a device that is not the processor. */
class DeviceTransferTest {
    private static final Path MODELS = Path.of("../models");

    @Test
    void drawsDigitsAsTheProcessorDoes() {
        byte[] noise = new byte[32 * 32 * 3];
        new SplittableRandom(1).nextBytes(noise);
        assertEqualOnBoth(() -> {
            try (Translator translator = Translator.load(MODELS.resolve("svhn-mnist.safetensors"))) {
                return translator.translate(new Pixels(noise, 32, 32, 3));
            }
        });
    }

    @Test
    void findsAndDrawsAFaceAsTheProcessorDoes() {
        assertEqualOnBoth(() -> {
            try (Translator translator = Translator.load(MODELS.resolve("faces-emoji.safetensors"))) {
                List<List<Framed>> found = translator.frameAll(List.of(DrawnFace.of(160, new Color(225, 180, 150))));
                return translator
                        .translateFramed(List.of(found.get(0).get(0).pixels()), 256)
                        .get(0);
            }
        });
    }

    private static void assertEqualOnBoth(Supplier<Pixels> drawing) {
        Pixels here = drawing.get();
        Pixels there;
        try (LazyDevice device = new LazyDevice()) {
            there = drawing.get();
        }
        assertThat(there.height()).isEqualTo(here.height());
        for (int i = 0; i < here.data().length; i++) {
            int difference = Math.abs((here.data()[i] & 0xFF) - (there.data()[i] & 0xFF));
            assertThat(difference).as("level %d", i).isLessThanOrEqualTo(1);
        }
    }
}

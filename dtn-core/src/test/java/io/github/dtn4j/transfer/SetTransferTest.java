package io.github.dtn4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.Progress;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.data.Journal;
import io.github.dtn4j.data.StreetDigits;
import io.github.dtn4j.torch.Native;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetTransferTest {
    private static final int COUNT = 70; // a batch and a few

    @TempDir
    Path folder;

    @Test
    void aDigitIsDrawnTheSameAtAnyPlaceOfASet() {
        int threads = Native.threads();
        Path forwards = set("forwards", i -> i);
        Path backwards = set("backwards", i -> COUNT - 1 - i);
        try (Translator translator = Translator.load(Path.of("../models/svhn-mnist.safetensors"))) {
            Native.setThreads(2);
            List<byte[]> expected = drawn(translator, forwards);
            for (int count = 1; count <= 3; count++) {
                Native.setThreads(count);
                List<byte[]> drawn = drawn(translator, backwards);
                for (int i = 0; i < COUNT; i++) {
                    assertThat(drawn.get(COUNT - 1 - i))
                            .as("digit %d, %d threads", i, count)
                            .isEqualTo(expected.get(i));
                }
            }
        } finally {
            Native.setThreads(threads);
        }
    }

    private Path set(String name, IntUnaryOperator digit) {
        StreetDigits digits = new StreetDigits(3);
        Path file = folder.resolve(name + ".images");
        try (ImageSetWriter writer = ImageSetWriter.create(file, 32, 32, 3, false)) {
            for (int i = 0; i < COUNT; i++) {
                writer.add(digits.sample(digit.applyAsInt(i)).image());
            }
            writer.finish();
        }
        return file;
    }

    private List<byte[]> drawn(Translator translator, Path file) {
        Path out = folder.resolve("drawn.images");
        try (ImageSet images = ImageSet.open(file)) {
            new SetTransfer(translator, images, 32, Journal.PACE).pack(out, Progress.NONE);
        }
        List<byte[]> drawn = new ArrayList<>();
        try (ImageSet images = ImageSet.open(out)) {
            for (int i = 0; i < images.count(); i++) {
                drawn.add(images.pixels(i).data());
            }
        }
        return drawn;
    }
}

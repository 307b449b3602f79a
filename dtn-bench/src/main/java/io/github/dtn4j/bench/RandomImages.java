package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.ImageSetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A packed set of noise in a temporary file: for the speed of a step it is as good as photographs. */
record RandomImages(Path file, ImageSet images) implements AutoCloseable {
    static RandomImages create(int count, int size, int channels, long seed) {
        Path file = temporaryFile();
        Random random = new Random(seed);
        byte[] pixels = new byte[size * size * channels];
        try (ImageSetWriter writer = ImageSetWriter.create(file, size, size, channels, false)) {
            for (int i = 0; i < count; i++) {
                random.nextBytes(pixels);
                writer.add(pixels);
            }
            writer.finish();
        }
        return new RandomImages(file, ImageSet.open(file));
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("dtn-bench", ".images");
        } catch (IOException e) {
            throw DtnException.failure("cannot write a temporary file: " + DtnException.reason(e), e);
        }
    }

    @Override
    public void close() {
        images.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}

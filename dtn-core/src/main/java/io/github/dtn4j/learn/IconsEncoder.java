package io.github.dtn4j.learn;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The encoder that comes with the library: a classifier of {@link io.github.dtn4j.data.Icons}, made by the recipe icons-encoder. */
final class IconsEncoder {
    private static final String RESOURCE = "icons-encoder.safetensors";

    private IconsEncoder() {}

    /** Copies it into a file. */
    static void write(Path file) {
        try (InputStream in = IconsEncoder.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw DtnException.failure(RESOURCE + " is not on the class path");
            }
            AtomicFile.write(file, in.readAllBytes());
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(RESOURCE, DtnException.reason(e)), e);
        }
    }
}

package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A Python script that comes with this module, in a temporary file for the interpreter. */
record PeerScript(Path file) implements AutoCloseable {
    static PeerScript unpack(String name) {
        try (InputStream in = Objects.requireNonNull(PeerScript.class.getResourceAsStream(name), name)) {
            Path file = Files.createTempFile("dtn-bench", ".py");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return new PeerScript(file);
        } catch (IOException e) {
            throw DtnException.failure("cannot write a temporary file: " + DtnException.reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}

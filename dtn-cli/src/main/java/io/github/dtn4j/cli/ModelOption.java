package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --model}: the one that a verb works with. */
public final class ModelOption {
    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "A trained model (default: models/svhn-mnist.safetensors of the program).")
    private @Nullable Path model;

    /**
     * The model that was given, else the one that comes with the program.
     *
     * @throws DtnException if there is neither
     */
    public Path file() {
        Path shipped = Folders.models().resolve("svhn-mnist.safetensors");
        if (model == null && !Files.exists(shipped)) {
            throw DtnException.usage("there is no %s; name a trained model with --model".formatted(shipped));
        }
        return model == null ? shipped : model;
    }
}

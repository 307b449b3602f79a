package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the program keeps what outlives a run. */
public final class Folders {
    private Folders() {}

    /** Models that the project ships or has trained for later use. */
    static Path models() {
        return Path.of(System.getProperty("dtn.home", "."), "models");
    }

    /** What a model is called: its file, without the ending. */
    public static String name(Path model) {
        return String.valueOf(model.getFileName()).replaceFirst("\\.safetensors$", "");
    }

    /** The model that a verb works with: the one given, else the one that comes with the program. */
    public static Path model(@Nullable Path given) {
        Path shipped = models().resolve("svhn-mnist.safetensors");
        if (given == null && !Files.exists(shipped)) {
            throw DtnException.usage("there is no %s; name a trained model with --model".formatted(shipped));
        }
        return given == null ? shipped : given;
    }
}

package io.github.dtn4j.cli;

import java.nio.file.Path;

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
}

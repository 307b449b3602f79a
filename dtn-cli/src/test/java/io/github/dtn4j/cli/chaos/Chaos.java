package io.github.dtn4j.cli.chaos;

import java.nio.file.Path;

/** How much of the suite this build runs. */
final class Chaos {
    /** True if all cases are tried, not a few of each. */
    static final boolean FULL = Boolean.getBoolean("dtn.chaos.full");

    /** Where the suite leaves its table. */
    static final Path FOLDER = Path.of(System.getProperty("dtn.chaos.folder", "target/chaos"))
            .toAbsolutePath()
            .normalize();

    private Chaos() {}

    static int cases(int few, int all) {
        return FULL ? all : few;
    }
}

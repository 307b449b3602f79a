package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --size} of what is drawn. */
public final class SizeOption {
    private static final int SMALLEST = 8;
    private static final int LARGEST = 4096;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description =
                    "Height and width of the results (default: that of the model's images). A model with a network for it "
                            + "enlarges its drawings four times without blur.")
    private @Nullable Integer size;

    /** True if it was given. */
    public boolean given() {
        return size != null;
    }

    /**
     * Height and width in pixels that were given, else {@code drawn}.
     *
     * @throws DtnException if nobody could want that
     */
    public int or(int drawn) {
        int wanted = size == null ? drawn : size;
        if (given() && (wanted < SMALLEST || wanted > LARGEST)) {
            throw DtnException.usage("--size %d: expected %d to %d pixels".formatted(wanted, SMALLEST, LARGEST));
        }
        return wanted;
    }
}

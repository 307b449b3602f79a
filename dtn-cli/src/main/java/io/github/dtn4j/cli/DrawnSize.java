package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;

/** The option {@code --size} of what is drawn. */
public final class DrawnSize {
    private static final int SMALLEST = 8;
    private static final int LARGEST = 4096;

    private DrawnSize() {}

    /**
     * Height and width in pixels as they are wanted.
     *
     * @throws DtnException if nobody could want that
     */
    public static int checked(int wanted) {
        if (wanted < SMALLEST || wanted > LARGEST) {
            throw DtnException.usage("--size %d: expected %d to %d pixels".formatted(wanted, SMALLEST, LARGEST));
        }
        return wanted;
    }
}

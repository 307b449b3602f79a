package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;

/**
 * An error as the user sees it.
 *
 * @param text one line: what is wrong and what to do
 * @param exitCode 1 failed, 2 called wrongly
 */
record ErrorLine(String text, int exitCode) {
    /** Says in one line what happened. */
    static ErrorLine of(Throwable error) {
        if (error instanceof DtnException known) {
            return new ErrorLine(firstLine(known), known.kind() == DtnException.Kind.USAGE ? 2 : 1);
        }
        if (error instanceof OutOfMemoryError) {
            long heapMegabytes = Runtime.getRuntime().maxMemory() >> 20;
            return new ErrorLine(
                    "out of memory (heap: %d MB): allow more with DTN_HEAP=4g, or use a smaller batch"
                            .formatted(heapMegabytes),
                    1);
        }
        String text = "unexpected %s: %s; run again with --debug for the stack trace"
                .formatted(error.getClass().getSimpleName(), firstLine(error));
        return new ErrorLine(text, 1);
    }

    /** Messages of native libraries go on with a C++ trace; the first line is the fault. */
    static String firstLine(Throwable error) {
        String message = error.getMessage();
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }
}

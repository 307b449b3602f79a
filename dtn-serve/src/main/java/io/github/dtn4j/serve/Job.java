package io.github.dtn4j.serve;

import io.github.dtn4j.transfer.Framed;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A photo that is to be drawn, and who waits for it.
 *
 * @param artist the model
 * @param size height and width of the drawings
 * @param choice which of the things found are drawn; throws a {@link ProblemException} where it is none of them
 * @param deadline when nobody waits any more
 */
record Job(Artist artist, int size, Photo photo, Choice choice, Deadline deadline, CompletableFuture<Drawing> result) {
    /** Which of the things found in a photo are drawn. */
    @FunctionalInterface
    interface Choice {
        List<Framed> of(List<Framed> found, Photo photo);
    }

    Job(Artist artist, int size, Photo photo, Choice choice, Deadline deadline) {
        this(artist, size, photo, choice, deadline, new CompletableFuture<>());
    }

    /** Whether there is still somebody who waits. */
    boolean wanted() {
        return !result.isDone() && !deadline.passed();
    }

    void fail(Throwable reason) {
        result.completeExceptionally(reason);
    }
}

package io.github.dtn4j.serve;

import io.github.dtn4j.transfer.Framed;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A photo that is to be drawn, and who waits for it.
 *
 * @param model what draws it
 * @param size height and width of the drawings
 * @param choice which of the things found are drawn; throws a {@link ProblemException} where it is none of them
 * @param deadline when nobody waits any more
 */
record Job(
        DrawingModel model,
        int size,
        Photo photo,
        Choice choice,
        Deadline deadline,
        CompletableFuture<Drawing> result) {
    /** Which of the things found in a photo are drawn. */
    @FunctionalInterface
    interface Choice {
        List<Framed> of(List<Framed> found, Photo photo);
    }

    Job(DrawingModel model, int size, Photo photo, Choice choice, Deadline deadline) {
        this(model, size, photo, choice, deadline, new CompletableFuture<>());
    }

    /** True if there is still somebody who waits. */
    boolean wanted() {
        return !result.isDone() && !deadline.passed();
    }

    /**
     * Waits for the drawing, until the deadline.
     *
     * @throws ProblemException if there is none that could be drawn, or not in time
     * @throws IllegalStateException if the service failed at it
     */
    Drawing await() {
        try {
            return result.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException e) {
            result.cancel(false); // so that nothing is done for it any more
            throw Problem.TIMEOUT.with("the service has too much to do; try again in a moment");
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw Problem.NOT_READY.with("the service is shutting down");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException("the photo could not be drawn", e.getCause());
        }
    }

    void fail(Throwable reason) {
        result.completeExceptionally(reason);
    }
}

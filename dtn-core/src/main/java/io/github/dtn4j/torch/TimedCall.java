package io.github.dtn4j.torch;

import io.github.dtn4j.DtnException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The answer to a question that may block for ever. */
final class TimedCall {
    private TimedCall() {}

    /**
     * Asks on a thread of its own, which is left behind where there is no answer in time.
     *
     * @return empty where there is none
     */
    static <T> Optional<T> within(Duration patience, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> ask(question, answer), "question");
        thread.setDaemon(true);
        thread.start();
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DtnException.failure("interrupted while waiting for the other workers", e);
        }
    }

    private static <T> void ask(Supplier<T> question, CompletableFuture<T> answer) {
        try {
            answer.complete(question.get());
        } catch (Throwable e) { // whoever waits gets it
            answer.completeExceptionally(e);
        }
    }
}

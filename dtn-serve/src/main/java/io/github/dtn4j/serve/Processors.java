package io.github.dtn4j.serve;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * As many threads as there are processors, for work that keeps one busy: to decode and to encode. More would only slow each
 * other down, and the native allocator keeps memory for every thread that ever asked it for some.
 */
final class Processors implements AutoCloseable {
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), work -> {
                Thread thread = new Thread(work, "dtn-images");
                thread.setDaemon(true);
                return thread;
            });

    /**
     * Does a piece of work in its turn and waits for it.
     *
     * @throws ProblemException if it is not done by the deadline
     */
    <T> T run(Supplier<T> work, Deadline deadline) {
        Future<T> result = threads.submit(work::get);
        try {
            return result.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw Problem.TIMEOUT.with("the service has too much to do; try again in a moment");
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw Problem.NOT_READY.with("the service is shutting down");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}

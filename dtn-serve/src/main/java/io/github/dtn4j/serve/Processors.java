package io.github.dtn4j.serve;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
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

    /** A piece of work, which may be given up but not be interrupted: what it holds is let go once it has really ended. */
    private static final class Turn<T> implements Runnable {
        private enum State {
            WAITING,
            BEGUN,
            ENDED,
            GIVEN_UP
        }

        private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final Supplier<T> work;
        private final Runnable release;

        Turn(Supplier<T> work, Runnable release) {
            this.work = work;
            this.release = release;
        }

        @Override
        public void run() {
            if (!state.compareAndSet(State.WAITING, State.BEGUN)) {
                return;
            }
            try {
                result.complete(work.get());
            } catch (Throwable e) { // who waits for it throws it
                result.completeExceptionally(e);
            } finally {
                if (!state.compareAndSet(State.BEGUN, State.ENDED)) {
                    release.run();
                }
            }
        }

        void giveUp() {
            if (state.getAndSet(State.GIVEN_UP) != State.BEGUN) {
                release.run();
            }
        }
    }

    /** Does a piece of work that holds nothing, as {@link #run(Supplier, Deadline, Runnable)} does. */
    <T> T run(Supplier<T> work, Deadline deadline) {
        return run(work, deadline, () -> {});
    }

    /**
     * Does a piece of work in its turn and waits for it.
     *
     * @param release lets go what the work holds; called where this throws, once the work has ended or will not begin any more
     * @throws ProblemException if it is not done by the deadline
     */
    <T> T run(Supplier<T> work, Deadline deadline, Runnable release) {
        Turn<T> turn = new Turn<>(work, release);
        boolean done = false;
        try {
            threads.execute(turn);
            T result = turn.result.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
            done = true;
            return result;
        } catch (TimeoutException e) {
            throw Problem.TIMEOUT.with("the service has too much to do; try again in a moment");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.NOT_READY.with("the service is shutting down");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
        } finally {
            if (!done) {
                turn.giveUp();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}

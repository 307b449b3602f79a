package io.github.dtn4j.cli;

import io.github.dtn4j.run.StoppedException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * Turns SIGINT and SIGTERM into a wish that the work asks for between two steps: the process ends once the work has written its
 * checkpoint and closed this.
 */
final class Interrupt implements BooleanSupplier, AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final String goOn;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "checkpoint-on-signal");
    private volatile boolean wished;

    private Interrupt(String goOn) {
        this.goOn = goOn;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Does work that can be stopped. Once stopped, it says so while the process is still there to say it.
     *
     * @param goOn the command that goes on with the work
     * @return exit code
     */
    static int during(ToIntFunction<BooleanSupplier> work, PrintWriter err, String goOn) {
        try (Interrupt interrupt = new Interrupt(goOn)) {
            try {
                return work.applyAsInt(interrupt);
            } catch (StoppedException e) {
                err.println("dtn: %s; go on with: %s".formatted(e.getMessage(), goOn));
                err.flush();
                return 1;
            }
        }
    }

    @Override
    public boolean getAsBoolean() {
        return wished;
    }

    private void await() {
        wished = true;
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.printf(
                        "dtn: the work did not stop in %d seconds and ends here; go on from its last checkpoint, if there is one, with: %s%n",
                        PATIENCE_SECONDS, goOn);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already, and the hook has been let go above
        }
    }
}

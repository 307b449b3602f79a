package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Native;
import java.io.IOException;

/** Why a job failed, in one line. */
final class JobFailure {
    private JobFailure() {}

    /** Does what may fail on another machine or in Spark itself. */
    static <R> R explained(Job<R> job) {
        try {
            return job.run();
        } catch (DtnException e) {
            throw e;
        } catch (IOException e) {
            throw DtnException.failure("cannot read or write: " + DtnException.reason(e), e);
        } catch (Exception e) {
            throw of(e);
        }
    }

    /** Work that may fail. */
    @FunctionalInterface
    interface Job<R> {
        R run() throws Exception;
    }

    private static DtnException of(Exception fault) {
        Throwable root = fault;
        while (root.getCause() != null && !(root instanceof DtnException)) {
            root = root.getCause();
        }
        if (root instanceof DtnException known) {
            return known;
        }
        String reason = root instanceof RuntimeException error
                ? Native.reason(error)
                : String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return DtnException.failure(
                "the job failed: %s: %s; the log of Spark tells more"
                        .formatted(root.getClass().getSimpleName(), reason),
                fault);
    }
}

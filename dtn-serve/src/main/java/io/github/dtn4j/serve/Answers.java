package io.github.dtn4j.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.function.Supplier;

/** Encodes and sends what was drawn. It counts against the memory that all answers together may take until it is sent. */
final class Answers {
    private final Budget budget;
    private final Processors processors;

    Answers(Budget budget, Processors processors) {
        this.budget = budget;
        this.processors = processors;
    }

    /**
     * Sends an answer, and returns once the client has it or is gone.
     *
     * @param most bytes that it may have
     * @param encoding makes its content
     * @throws ProblemException if its turn did not come before the deadline
     * @throws IOException if the client is gone
     */
    void send(Context ctx, String type, long most, Supplier<byte[]> encoding, Deadline deadline) throws IOException {
        budget.await(most, deadline);
        byte[] content = processors.run(encoding, deadline, () -> budget.give(most));
        long length = Math.min(most, content.length);
        budget.giveAllBut(length, most);
        try {
            ctx.contentType(type);
            ctx.res().setContentLength(content.length);
            ctx.res().getOutputStream().write(content);
        } finally {
            budget.give(length);
        }
    }
}

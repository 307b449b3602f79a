package io.github.dtn4j.serve;

/** A request that ends in a {@link Problem}. It has no stack trace: it is an answer, and must cost no more than one. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final String detail;
    private final int retryAfterSeconds;

    ProblemException(Problem problem, String detail, int retryAfterSeconds) {
        super(detail, null, false, false);
        this.problem = problem;
        this.detail = detail;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    Problem problem() {
        return problem;
    }

    /** One sentence: what is wrong, and what to do. */
    String detail() {
        return detail;
    }

    /** When it makes sense to try again; 0: never. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

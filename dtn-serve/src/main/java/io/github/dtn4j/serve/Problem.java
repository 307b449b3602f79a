package io.github.dtn4j.serve;

/** What a request can end in other than success; RFC 9457 calls it a problem. */
enum Problem {
    BAD_REQUEST(400, "bad-request", "Bad request"),
    NOT_FOUND(404, "not-found", "Not found"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "Method not allowed"),
    NOT_ACCEPTABLE(406, "not-acceptable", "Not acceptable"),
    SLOW_BODY(408, "slow-body", "Body too slow"),
    TOO_LARGE(413, "too-large", "Too large"),
    TOO_MANY_PIXELS(413, "too-many-pixels", "Too many pixels"),
    UNSUPPORTED_TYPE(415, "unsupported-type", "Unsupported type"),
    DAMAGED_IMAGE(422, "damaged-image", "Damaged image"),
    NO_FACE(422, "no-face", "No face found"),
    SEVERAL_FACES(422, "several-faces", "Several faces found"),
    BAD_ZIP(422, "bad-zip", "Bad zip file"),
    TOO_MANY_REQUESTS(429, "too-many-requests", "Too many requests"),
    INTERNAL(500, "internal", "Internal error"),
    BUSY(503, "busy", "Busy"),
    NOT_READY(503, "not-ready", "Not ready"),
    TIMEOUT(503, "timeout", "Took too long");

    private final int status;
    private final String code;
    private final String title;

    Problem(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String title() {
        return title;
    }

    /** An answer of this kind; one that a second try may mend says after how many seconds. */
    ProblemException with(String detail) {
        boolean passes = this == BUSY || this == NOT_READY || this == TIMEOUT;
        return new ProblemException(this, detail, passes ? 1 : 0);
    }
}

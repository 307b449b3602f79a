package io.github.dtn4j.serve;

import java.time.Duration;

/**
 * What a client may ask for, and how much the service takes upon itself at once.
 *
 * @param bodyBytes of a request's body, and of each file in a zip file
 * @param pixels of one photo
 * @param faces drawn of one photo
 * @param batchImages files in a zip file
 * @param queue requests being worked on at once, from the arrival of the body until the answer is taken in
 * @param batch photos that go through the networks together
 * @param bodyTime in which a body must have arrived
 * @param requestTime in which a photo is drawn or given up, counted from the arrival of the body; each photo of a zip file has as long
 * @param requestsPerSecond of one address, over time; 0: any number
 */
record Limits(
        long bodyBytes,
        long pixels,
        int faces,
        int batchImages,
        int queue,
        int batch,
        Duration bodyTime,
        Duration requestTime,
        double requestsPerSecond) {
    static final int SMALLEST_SIZE = 8;
    static final int LARGEST_SIZE = 1024;

    private static final int WAITING_SENDERS = 256;

    static final Limits DEFAULT =
            new Limits(20L << 20, 24_000_000, 20, 1000, 96, 32, Duration.ofSeconds(15), Duration.ofSeconds(30), 0);

    /** Bodies that arrive at once, each of which has a thread: many more than requests that are worked on, for they only wait. */
    int senders() {
        return queue + WAITING_SENDERS;
    }

    /** Those of one address, which leaves room for others. */
    int sendersOfOneAddress() {
        return queue + WAITING_SENDERS / 2;
    }

    Limits withBodyBytes(long bytes) {
        return new Limits(bytes, pixels, faces, batchImages, queue, batch, bodyTime, requestTime, requestsPerSecond);
    }

    Limits withQueue(int length) {
        return new Limits(
                bodyBytes, pixels, faces, batchImages, length, batch, bodyTime, requestTime, requestsPerSecond);
    }

    Limits withRequestsPerSecond(double rate) {
        return new Limits(bodyBytes, pixels, faces, batchImages, queue, batch, bodyTime, requestTime, rate);
    }
}

package io.github.dtn4j.serve;

import java.time.Duration;

/**
 * What a client may ask for, and how much the service takes upon itself at once.
 *
 * @param bodyBytes of a request's body, and of each file in a zip file
 * @param pixels of one photo
 * @param faces drawn of one photo
 * @param batchImages files in a zip file
 * @param queue requests being worked on at once, each of which has a thread
 * @param batch photos that go through the networks together
 * @param bodyTime in which a body must have arrived
 * @param requestTime in which a request is answered or given up
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

    static final Limits DEFAULT =
            new Limits(20L << 20, 24_000_000, 20, 1000, 96, 32, Duration.ofSeconds(15), Duration.ofSeconds(30), 0);

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

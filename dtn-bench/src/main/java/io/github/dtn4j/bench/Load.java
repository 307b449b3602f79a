package io.github.dtn4j.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Clients of the service, each of which sends the next photo once it has the drawing of the last.
 *
 * @param photos files as they are
 * @param size of the drawings
 */
record Load(URI server, List<byte[]> photos, int size) {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100); // after no answer, before the next request
    private static final int NO_ANSWER = 0;
    private static final int OK = 200;
    private static final int BUSY = 503;

    /**
     * What the clients saw.
     *
     * @param sortedMilliseconds how long each drawing took
     * @param statuses how often each status came; 0 where no answer came
     */
    record Result(double[] sortedMilliseconds, Map<Integer, Integer> statuses, double seconds) {
        int drawn() {
            return sortedMilliseconds.length;
        }

        double imagesPerSecond() {
            return drawn() / seconds;
        }

        /** The time within which this share of the drawings came, 0 without any. */
        double percentile(double share) {
            return drawn() == 0 ? 0 : sortedMilliseconds[(int) Math.min(drawn() - 1.0, share * drawn())];
        }

        int count(int status) {
            return statuses.getOrDefault(status, 0);
        }

        int busy() {
            return count(BUSY);
        }

        /** Answers that are neither a drawing nor a wish to come back later. */
        int errors() {
            return statuses.values().stream().mapToInt(Integer::intValue).sum() - count(OK) - busy();
        }
    }

    /** Sends photos for so long, then waits for the answers in flight. */
    Result run(int clients, int seconds) {
        Queue<Double> times = new ConcurrentLinkedQueue<>();
        Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
        AtomicInteger next = new AtomicInteger();
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        List<Thread> threads = IntStream.range(0, clients)
                .mapToObj(i -> new Thread(
                        () -> {
                            while (System.nanoTime() < end
                                    && !Thread.currentThread().isInterrupted()) {
                                byte[] photo = photos.get(Math.floorMod(next.getAndIncrement(), photos.size()));
                                long sent = System.nanoTime();
                                int status = send(http, photo);
                                statuses.merge(status, 1, Integer::sum);
                                if (status == OK) {
                                    times.add((System.nanoTime() - sent) / 1e6);
                                }
                            }
                        },
                        "client-" + i))
                .toList();
        threads.forEach(Thread::start);
        threads.forEach(Load::await);
        double elapsed = (System.nanoTime() - start) / 1e9;
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Result(sorted, new TreeMap<>(statuses), elapsed);
    }

    private int send(HttpClient http, byte[] photo) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("v1/transfer?size=" + size))
                .timeout(LONGEST_ANSWER)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(photo))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == BUSY) {
                Thread.sleep(
                        1000L * answer.headers().firstValueAsLong("Retry-After").orElse(1));
            }
            return answer.statusCode();
        } catch (IOException e) {
            pause(PAUSE);
            return NO_ANSWER;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NO_ANSWER;
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Thread client) {
        try {
            client.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

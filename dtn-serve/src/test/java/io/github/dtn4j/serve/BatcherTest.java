package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.transfer.Framed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private static final int BATCH = 4;
    private static final int QUEUE = 6;
    private static final byte BAD = 13; // a photo of this value breaks whatever it is in
    private static final byte TOO_MUCH = 14; // and this one takes all memory

    private final Scribe scribe = new Scribe();
    private final AtomicInteger open = new AtomicInteger();
    private final Batcher batcher = new Batcher(1, alone -> {}, BATCH, QUEUE, new Metrics(), () -> {});

    /** Notes what it is given, waits where it is told to, and draws each photo as it is. */
    private static final class Scribe implements DrawingModel {
        private final List<Integer> batches = new CopyOnWriteArrayList<>();
        private final Semaphore pen = new Semaphore(0);
        private final Semaphore begun = new Semaphore(0);

        @Override
        public List<List<Framed>> find(List<Pixels> photos) {
            begun.release();
            pen.acquireUninterruptibly();
            pen.release();
            batches.add(photos.size());
            for (Pixels photo : photos) {
                if (photo.data()[0] == BAD) {
                    throw new IllegalStateException("bad photo");
                }
                if (photo.data()[0] == TOO_MUCH) {
                    throw new OutOfMemoryError("of the test");
                }
            }
            return photos.stream()
                    .map(photo -> List.of(new Framed(photo, null, 1)))
                    .toList();
        }

        @Override
        public List<Pixels> draw(List<Pixels> framed, int size) {
            return framed;
        }
    }

    @AfterEach
    void end() {
        scribe.pen.release(100);
        batcher.close();
        assertThat(open.get()).as("photos that were never let go").isZero();
    }

    private Job job(int value) {
        return job(value, Duration.ofSeconds(30));
    }

    private Job job(int value, Duration time) {
        open.incrementAndGet();
        Photo photo = new Photo(new Pixels(new byte[] {(byte) value}, 1, 1, 1), 1, 1, open::decrementAndGet);
        return new Job(scribe, 1, photo, (found, shown) -> found, Deadline.in(time));
    }

    private Job submitted(Job job) {
        batcher.submit(job);
        return job;
    }

    /** Has the thread of the batches take a photo and wait with it. */
    private Job keepBusy() {
        Job first = submitted(job(0));
        batcher.start();
        scribe.begun.acquireUninterruptibly();
        return first;
    }

    private static int drawn(Job job) throws Exception {
        return job.result().get(10, TimeUnit.SECONDS).faces().get(0).drawn().data()[0];
    }

    @Test
    void aPhotoThatComesAloneDoesNotWait() throws Exception {
        scribe.pen.release();
        batcher.start();

        assertThat(drawn(submitted(job(5)))).isEqualTo(5);
        assertThat(scribe.batches).containsExactly(1);
    }

    @Test
    void whatWaitsIsJoinedInItsOrderAndInBatches() throws Exception {
        keepBusy();
        List<Job> waiting = List.of(job(1), job(2), job(3), job(4), job(5), job(6));
        waiting.forEach(this::submitted);

        scribe.pen.release();

        for (int i = 0; i < waiting.size(); i++) {
            assertThat(drawn(waiting.get(i))).isEqualTo(i + 1);
        }
        assertThat(scribe.batches).containsExactly(1, BATCH, 2);
    }

    @Test
    void twoBatchesShareTheProcessors() throws Exception {
        List<Boolean> alone = new CopyOnWriteArrayList<>();
        try (Batcher both = new Batcher(2, alone::add, BATCH, QUEUE, new Metrics(), () -> {})) {
            both.start();
            List<Job> jobs = List.of(job(1), job(2));
            for (Job job : jobs) {
                both.submit(job);
                scribe.begun.acquireUninterruptibly(); // neither waits for the other
            }
            scribe.pen.release();

            assertThat(drawn(jobs.get(0))).isEqualTo(1);
            assertThat(drawn(jobs.get(1))).isEqualTo(2);
            assertThat(alone).containsExactly(true, false);
        }
    }

    @Test
    void oneThatFailsDoesNotHarmItsNeighbours() throws Exception {
        keepBusy();
        Job before = submitted(job(1));
        Job bad = submitted(job(BAD));
        Job after = submitted(job(2));

        scribe.pen.release();

        assertThat(drawn(before)).isEqualTo(1);
        assertThat(drawn(after)).isEqualTo(2);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> drawn(bad))
                .withMessageContaining("bad photo");
    }

    @Test
    void noMemoryLeftIsNotTheEnd() throws Exception {
        scribe.pen.release();
        batcher.start();
        Job large = submitted(job(TOO_MUCH));

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> drawn(large))
                .withCauseInstanceOf(OutOfMemoryError.class);
        assertThat(drawn(submitted(job(3)))).isEqualTo(3);
    }

    @Test
    void aFullQueueRefusesAtOnce() {
        keepBusy();
        for (int i = 0; i < QUEUE; i++) {
            submitted(job(i));
        }

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> submitted(job(9)))
                .satisfies(refusal -> {
                    assertThat(refusal.problem()).isEqualTo(Problem.BUSY);
                    assertThat(refusal.retryAfterSeconds()).isPositive();
                });
    }

    @Test
    void aBatchJobWaitsForRoom() throws Exception {
        keepBusy();
        for (int i = 0; i < QUEUE; i++) {
            submitted(job(i));
        }
        Job patient = job(9);
        Thread other = new Thread(() -> batcher.submitPatiently(patient));
        other.start();

        scribe.pen.release();

        assertThat(drawn(patient)).isEqualTo(9);
        other.join();
    }

    @Test
    void noWorkIsSpentOnWhatNobodyWaitsForAnyMore() throws Exception {
        keepBusy();
        Job late = submitted(job(1, Duration.ZERO));
        Job cancelled = submitted(job(2));
        cancelled.result().cancel(false);
        Job wanted = submitted(job(3));

        scribe.pen.release();

        assertThat(drawn(wanted)).isEqualTo(3);
        assertThat(scribe.batches).containsExactly(1, 1);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> drawn(late))
                .withCauseInstanceOf(ProblemException.class);
    }

    @Test
    void closingFinishesWhatWaitsAndTakesNothingMore() throws Exception {
        Job first = keepBusy();
        Job waiting = submitted(job(1));
        Thread closer = new Thread(batcher::close);
        closer.start();
        while (batcher.ready()) {
            Thread.onSpinWait();
        }

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> submitted(job(2)))
                .satisfies(refusal -> assertThat(refusal.problem()).isEqualTo(Problem.NOT_READY));
        scribe.pen.release();

        assertThat(drawn(first)).isZero();
        assertThat(drawn(waiting)).isEqualTo(1);
        closer.join();
    }
}

package io.github.dtn4j.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins photos of many requests into batches: a thread takes whatever waits, in the order in which it came and at most a batch of
 * it, and works on it while the next batch gathers. A photo that comes alone is not made to wait for others. Two batches at a
 * time, each with half of the processors, lose less to waiting than one that all of them share.
 */
final class Batcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);
    private static final long LOOK_AROUND_MILLIS = 100;
    private static final long PATIENCE_MILLIS = 20_000;

    private final BlockingQueue<Job> queue;
    private final int batch;
    private final Metrics metrics;
    private final List<Thread> lanes;
    private final Consumer<Boolean> share;
    private final Runnable warmUp;
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean ready;
    private volatile boolean closing;

    /**
     * @param lanes most batches at a time
     * @param share told before each batch, on its thread, whether no other is worked on
     * @param batch most photos of a batch
     * @param queue most photos that wait
     * @param warmUp what is done first, on a thread of batches
     */
    Batcher(int lanes, Consumer<Boolean> share, int batch, int queue, Metrics metrics, Runnable warmUp) {
        this.lanes = IntStream.range(0, lanes).mapToObj(this::lane).toList();
        this.share = share;
        this.queue = new ArrayBlockingQueue<>(queue);
        this.batch = batch;
        this.metrics = metrics;
        this.warmUp = warmUp;
        metrics.watch(this.queue);
    }

    private Thread lane(int number) {
        Thread lane = new Thread(number == 0 ? this::begin : this::work, "dtn-batches-" + (number + 1));
        lane.setDaemon(true);
        return lane;
    }

    void start() {
        lanes.get(0).start();
    }

    /** True if it has warmed up and takes photos. */
    boolean ready() {
        return ready && !closing;
    }

    /**
     * Puts a photo into the queue; from here on the batcher closes it, also if it is not taken.
     *
     * @throws ProblemException if the queue is full or the service is shutting down
     */
    void submit(Job job) {
        accept(job, !closing && queue.offer(job));
    }

    /** The same, but where the queue is full it waits for room until the deadline of the job. */
    void submitPatiently(Job job) {
        try {
            accept(job, !closing && queue.offer(job, job.deadline().nanosLeft(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            accept(job, false);
        }
    }

    private void accept(Job job, boolean taken) {
        boolean tooLate = closing && (!taken || queue.remove(job)); // its thread may have looked for the last time
        if (tooLate || !taken) {
            job.photo().close();
            throw tooLate
                    ? Problem.NOT_READY.with("the service is shutting down")
                    : Problem.BUSY.with("as many photos wait as can; try again in a moment");
        }
    }

    private void begin() {
        try {
            warmUp.run();
            ready = true;
        } catch (Throwable e) {
            LOG.error("the models do not work; the service stays unready", e);
        }
        lanes.stream().skip(1).forEach(Thread::start);
        work();
    }

    private void work() {
        while (!closing || !queue.isEmpty()) {
            List<Job> jobs = new ArrayList<>();
            try {
                Job first = queue.poll(LOOK_AROUND_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    jobs.add(first);
                    boolean alone = busy.incrementAndGet() == 1;
                    queue.drainTo(jobs, batch - 1);
                    share.accept(alone);
                    new Batch(jobs, batch, metrics).work();
                }
            } catch (InterruptedException e) {
                LOG.debug("interrupted, which nobody here does; going on");
            } catch (Throwable e) { // whatever it is, each thread is needed
                LOG.error("a batch of {} photos failed", jobs.size(), e);
                jobs.forEach(job -> {
                    job.photo().close();
                    job.fail(e);
                });
            } finally {
                if (!jobs.isEmpty()) {
                    busy.decrementAndGet();
                }
            }
        }
    }

    /** Finishes what waits, then ends; it is waited for only so long. */
    @Override
    public void close() {
        closing = true;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            for (Thread lane : lanes) {
                TimeUnit.NANOSECONDS.timedJoin(lane, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True if no photo is worked on any more and none will be. */
    boolean ended() {
        return closing && lanes.stream().noneMatch(Thread::isAlive);
    }
}

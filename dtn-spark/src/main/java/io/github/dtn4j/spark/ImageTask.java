package io.github.dtn4j.spark;

import io.github.dtn4j.torch.Native;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * What happens to a partition: each of its images becomes a row.
 *
 * @param source which images there are
 * @param start begins the work
 * @param tally counts the rows
 * @param attempts how often Spark tries a task
 */
record ImageTask<T, D>(EntrySource<T> source, BatchWork.Start<D> start, Tally tally, int attempts)
        implements FlatMapFunction<Iterator<T>, Row> {
    private static final long serialVersionUID = 1L;
    private static final long PATIENCE_SECONDS = 60;

    @Override
    public Iterator<Row> call(Iterator<T> partition) {
        TaskContext task = TaskContext.get();
        Native.setThreads(task.cpus()); // of this thread
        Iterator<Entry> images = new Images<>(source, partition);
        ExecutorService ahead = Executors.newSingleThreadExecutor(run -> {
            Thread thread = new Thread(run, "decoder of task " + task.taskAttemptId());
            thread.setDaemon(true);
            return thread;
        });
        boolean lastAttempt = task.attemptNumber() + 1 >= attempts;
        try {
            return tally.counted(new BatchRows<>(images, start.begin(), lastAttempt, ahead));
        } finally {
            TaskCompletionListener end = ended -> end(ahead);
            task.addTaskCompletionListener(end); // after those that close the files: the last one is called first
        }
    }

    /** Waits for the decoder, which reads files that are closed next. */
    private static void end(ExecutorService ahead) {
        ahead.shutdownNow();
        try {
            if (!ahead.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("an image took more than a minute to decode");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The images of one element after another. (A flat-mapped stream would hold all images of an element in memory.) */
    private static final class Images<T> implements Iterator<Entry> {
        private final EntrySource<T> source;
        private final Iterator<T> elements;
        private Iterator<Entry> current = Collections.emptyIterator();

        Images(EntrySource<T> source, Iterator<T> elements) {
            this.source = source;
            this.elements = elements;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && elements.hasNext()) {
                current = source.entries(elements.next());
            }
            return current.hasNext();
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }
    }
}

package io.github.dtn4j.spark;

import io.github.dtn4j.Progress;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * How many images a job has made rows of. Spark adds up what each partition's first finished attempt counted, so that attempts
 * that fail or come second do not count.
 *
 * @param drawn rows with a result
 * @param rejected rows with a reason
 */
record Tally(LongAccumulator drawn, LongAccumulator rejected) implements Serializable {
    private static final long serialVersionUID = 1L;

    static Tally of(SparkContext spark) {
        return new Tally(spark.longAccumulator("images drawn"), spark.longAccumulator("images rejected"));
    }

    /** The same rows, counted as they come by. */
    Iterator<Row> counted(Iterator<Row> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                Row row = rows.next();
                (row.isNullAt(row.size() - 1) ? drawn : rejected).add(1);
                return row;
            }
        };
    }

    /** All rows so far, of tasks that have ended. */
    long images() {
        return drawn.value() + rejected.value();
    }

    /** Does a job, and tells of the progress meanwhile. */
    <R> R during(SparkContext spark, Progress progress, long total, Job<R> job) throws IOException {
        progress.update(0, total);
        try (Teller teller = new Teller(progress, total)) {
            spark.addSparkListener(teller);
            try {
                return job.run();
            } finally {
                spark.removeSparkListener(teller);
            }
        }
    }

    /** What a job does. */
    @FunctionalInterface
    interface Job<R> {
        R run() throws IOException;
    }

    /** Tells of the progress in the thread of Spark's events, which come late: after the end of the job it tells no more. */
    private final class Teller extends SparkListener implements AutoCloseable {
        private final Progress progress;
        private final long total;
        private boolean closed;

        Teller(Progress progress, long total) {
            this.progress = progress;
            this.total = total;
        }

        @Override
        public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
            if (!closed && images() > 0) { // without one there is no telling how long it takes
                progress.update(images(), total);
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
        }
    }
}

package io.github.dtn4j.spark;

import io.github.dtn4j.Progress;
import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Supplier;
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
    <R> R during(SparkContext spark, Progress progress, long total, Supplier<R> job) {
        SparkListener listener = new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                progress.update(images(), total);
            }
        };
        progress.update(0, total);
        spark.addSparkListener(listener);
        try {
            return job.get();
        } finally {
            spark.removeSparkListener(listener);
        }
    }
}

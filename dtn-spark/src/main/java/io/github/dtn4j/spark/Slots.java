package io.github.dtn4j.spark;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** The places in which tasks run at a time. */
final class Slots {
    private Slots() {}

    /** Loads what tasks need. */
    interface Load extends Serializable {
        Object load();
    }

    /**
     * Has a small task load what the others need, on each core that is there, so that these begin at once. A cluster that is still
     * starting has also told by then how many cores it has.
     */
    static void warm(JavaSparkContext spark, Load networks) {
        int slots = spark.defaultParallelism();
        spark.parallelize(IntStream.range(0, slots).boxed().toList(), slots).foreachPartition(any -> networks.load());
    }
}

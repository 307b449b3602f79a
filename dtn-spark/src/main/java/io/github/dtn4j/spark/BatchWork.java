package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;

/**
 * What a job does with images, a batch at a time.
 *
 * @param <D> a decoded image, or the reason why there is none
 */
interface BatchWork<D> {
    /** Images of a batch. */
    int images();

    /** What messages call an image. */
    String name(Entry image);

    /** What an image is rejected with whose file cannot be read: the words that the verb has for it without Spark. */
    DtnException fault(Entry image, IOException reason);

    /** Decodes an image, where {@code decoder} does not throw. May be called while another batch is being finished. */
    D decode(Entry image, Supplier<Pixels> decoder);

    /** Makes a row of each decoded image, in their order. */
    List<Row> finish(List<D> decoded);

    /**
     * How the work begins in the JVM of a task, which shares what it can with the JVM's other tasks.
     *
     * @param <D> a decoded image
     */
    @FunctionalInterface
    interface Start<D> extends Serializable {
        BatchWork<D> begin();
    }
}

package io.github.dtn4j.spark;

/**
 * What a job has done.
 *
 * @param out what it wrote
 * @param images that there is a result of
 * @param rejected images without one
 * @param imagesPerSecond all of them, over listing, reading, work and writing, not the start of Spark and the
 *     loading of the model
 */
public record SparkResult(String out, long images, long rejected, double imagesPerSecond) {
    static SparkResult since(long startNanos, String out, long images, long rejected) {
        return new SparkResult(out, images, rejected, (images + rejected) * 1e9 / (System.nanoTime() - startNanos));
    }
}

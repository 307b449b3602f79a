package io.github.dtn4j.evaluate;

import java.util.stream.IntStream;

/** How well classes lie apart in an embedding that knows nothing of them, without training anything. */
public final class LeaveOneOut {
    private LeaveOneOut() {}

    /**
     * Share of the images, 0 to 1, whose nearest other image has the same label; likeness is the cosine between embeddings,
     * measured from their mean.
     *
     * @param embeddings (N, D), N at least 2
     * @param labels N
     * @throws io.github.dtn4j.DtnException if an embedding is not finite
     */
    public static double share(float[][] embeddings, int[] labels) {
        if (embeddings.length != labels.length || labels.length < 2) {
            throw new IllegalArgumentException("%d embeddings, %d labels; 2 or more of each are needed"
                    .formatted(embeddings.length, labels.length));
        }
        Directions directions = Directions.of(embeddings);
        long right = IntStream.range(0, labels.length)
                .parallel()
                .filter(i -> labels[nearestOther(directions.cosines(directions.row(i)), i)] == labels[i])
                .count();
        return right / (double) labels.length;
    }

    private static int nearestOther(double[] likeness, int own) {
        int nearest = own == 0 ? 1 : 0;
        for (int i = 0; i < likeness.length; i++) {
            nearest = i != own && likeness[i] > likeness[nearest] ? i : nearest;
        }
        return nearest;
    }
}

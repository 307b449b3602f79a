package io.github.dtn4j.evaluate;

import io.github.dtn4j.DtnException;
import java.util.Arrays;

/** Embeddings as unit vectors, seen from their mean. One that does not differ from the mean is the zero vector. */
final class Directions {
    /** What is shorter than this part of the embedding itself is what rounding left of a difference from the mean. */
    private static final double ROUNDING = 1e-5;

    private final float[][] rows;

    private Directions(float[][] rows) {
        this.rows = rows;
    }

    /**
     * The directions of embeddings (N, D).
     *
     * @throws DtnException if one is not finite
     */
    static Directions of(float[][] embeddings) {
        double[] mean = new double[embeddings.length == 0 ? 0 : embeddings[0].length];
        for (float[] embedding : embeddings) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += embedding[i] / (double) embeddings.length;
            }
        }
        return new Directions(Arrays.stream(embeddings)
                .map(embedding -> direction(embedding, mean))
                .toArray(float[][]::new));
    }

    private static float[] direction(float[] embedding, double[] mean) {
        double own = 0;
        double centred = 0;
        for (int i = 0; i < mean.length; i++) {
            own += (double) embedding[i] * embedding[i];
            centred += (embedding[i] - mean[i]) * (embedding[i] - mean[i]);
        }
        if (!Double.isFinite(own)) {
            throw DtnException.failure("an embedding is not finite; the model or the image that it is of is damaged");
        }
        float[] direction = new float[mean.length];
        if (centred > ROUNDING * ROUNDING * own) {
            for (int i = 0; i < mean.length; i++) {
                direction[i] = (float) ((embedding[i] - mean[i]) / Math.sqrt(centred));
            }
        }
        return direction;
    }

    float[] row(int index) {
        return rows[index];
    }

    /** The cosine of each with one direction. */
    double[] cosines(float[] direction) {
        double[] cosines = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < direction.length; i++) {
                cosines[row] += direction[i] * rows[row][i];
            }
        }
        return cosines;
    }

    /** Index of the row with the largest cosine with one direction. */
    int nearest(float[] direction) {
        double[] cosines = cosines(direction);
        int nearest = 0;
        for (int row = 1; row < cosines.length; row++) {
            nearest = cosines[row] > cosines[nearest] ? row : nearest;
        }
        return nearest;
    }
}

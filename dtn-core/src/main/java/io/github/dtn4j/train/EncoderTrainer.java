package io.github.dtn4j.train;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Trains f before it is frozen, by whatever objective. Everything drawn at random is a function of the seed and the step. */
public interface EncoderTrainer extends AutoCloseable {
    /** Steps of one pass over the images; a rest smaller than a batch goes to the next pass. */
    long stepsPerEpoch();

    /** Steps of the whole training. */
    long steps();

    /** Steps made so far. */
    long step();

    /** One step on the next batch; returns its loss. */
    double train();

    /** Adds all that a resume needs to {@code destination}. */
    void save(Map<String, Tensor> destination);

    /** Goes on where {@link #save} stopped. */
    void load(Map<String, Tensor> source);

    @Override
    void close();
}

package io.github.dtn4j.run;

import io.github.dtn4j.train.EncoderTrainer;
import java.nio.file.Path;

/** What a {@link Pretraining} makes: f under one objective, how it is measured on the way, and the file that it becomes. */
interface Learner extends AutoCloseable {
    /** Gives f the weights of {@code pretrain.start}, where that names a file. */
    void start();

    /** Its training, which it closes. */
    EncoderTrainer trainer();

    /** Measures f as it is after an epoch, where there are images to measure it on. */
    void measure(long epoch);

    /** Writes the finished model. */
    void save(Path model);

    @Override
    void close();
}

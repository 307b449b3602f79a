package io.github.dtn4j.model;

import io.github.dtn4j.recipe.EncoderSpec;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A digit encoder with a linear classifier on its embedding: how f is pretrained, and what reads the transferred digits. */
public final class Classifier implements AutoCloseable {
    private final DigitEncoder encoder;
    private final Weights head = new Weights();
    private final Tensor weight;
    private final Tensor bias;

    /** A new network with random weights. */
    public Classifier(EncoderSpec spec, int imageSize, int channels, int classes) {
        encoder = new DigitEncoder(spec, imageSize, channels);
        weight = head.normal("weight", 1 / Math.sqrt(spec.embedding()), spec.embedding(), classes);
        bias = head.constant("bias", 0, classes);
    }

    /**
     * Class scores of embeddings.
     *
     * @param code (N, embedding)
     * @return logits (N, classes)
     */
    public Tensor head(Tensor code) {
        return torch.addmm(bias, code, weight, new Scalar(1f), new Scalar(1f));
    }

    /** The network below the classifier. */
    public DigitEncoder encoder() {
        return encoder;
    }

    /** The weights of the classifier alone. */
    public Weights headWeights() {
        return head;
    }

    /** How many classes it tells apart. */
    public int classes() {
        return (int) bias.size(0);
    }

    @Override
    public void close() {
        encoder.close();
        head.close();
    }
}

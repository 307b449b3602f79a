package io.github.dtn4j.model;

import io.github.dtn4j.recipe.EncoderSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

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

    /**
     * Weighs embeddings by what the head takes from them: f(x) is multiplied by (W Wᵀ)^½, so that two embeddings are as far apart as
     * their logits, and each element is then normalised again. The probabilities of each softmax stay as they are.
     *
     * @param images to normalise by, (N, C, H, W)
     * @param factors how many of the logits, in order, belong to each softmax
     */
    public void weighByHead(Tensor images, List<Integer> factors) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            List<Tensor> parts = new ArrayList<>();
            long from = 0;
            for (int values : factors) { // a softmax does not see the mean of its logits
                Tensor part = weight.narrow(1, from, values);
                parts.add(part.sub(part.mean(new long[] {1}, true, null)));
                from += values;
            }
            Tensor centred = torch.cat(new TensorVector(parts.toArray(new Tensor[0])), 1);
            Tensor square = centred.to(ScalarType.Double);
            square = square.mm(square.t());
            Tensor root = TransportAlignment.power(square, 0.5).to(ScalarType.Float);
            Tensor back =
                    TransportAlignment.power(square, -0.5).to(ScalarType.Float).mm(centred);
            Tensor codes = encoder.forward(images, false);
            encoder.transform(root, codes);
            Tensor products = codes.mm(root);
            bias.add_(products.mean(new long[] {0}, true, null).mm(back).squeeze(0));
            weight.copy_(back.mul(
                    products.var(0).add(new Scalar(BatchNorm.EPSILON)).sqrt().unsqueeze(1)));
        }
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

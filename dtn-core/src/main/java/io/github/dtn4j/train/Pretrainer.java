package io.github.dtn4j.train;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.recipe.PretrainSpec;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Trains f as a classifier of labelled source images; the layer below the classifier becomes the embedding (paper, section
 * 5.1). Everything drawn at random is a function of the seed and the step.
 */
public final class Pretrainer implements EncoderTrainer {
    private static final int SAMPLE_BATCHES = 8;

    private final PretrainSpec spec;
    private final long seed;
    private final Classifier classifier;
    private final Optimizer encoderOptimizer;
    private final Optimizer headOptimizer;
    private final Augmenter augmenter;
    private final Labelled images;
    private final @Nullable Labelled extraImages;
    private long step;

    /** A labelled set with its order of visits. */
    private record Labelled(ImageSet set, ImageBatches batches, ShuffledOrder order, int batch) {
        static Labelled of(ImageSet set, int batch, long seed, String purpose) {
            return new Labelled(
                    set, new ImageBatches(set, batch), new ShuffledOrder(seed, purpose, set.count()), batch);
        }

        long[] indices(long step) {
            return order.at(step * batch, batch);
        }

        long[] labels(long[] indices) {
            long[] labels = new long[indices.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = set.label((int) indices[i]);
            }
            return labels;
        }
    }

    /**
     * Prepares to train {@code classifier}, which stays the caller's.
     *
     * @param extraImages further labelled images that fill {@code spec.extraShare()} of each batch, or null
     */
    public Pretrainer(
            PretrainSpec spec, long seed, Classifier classifier, ImageSet images, @Nullable ImageSet extraImages) {
        this.spec = spec;
        this.seed = seed;
        this.classifier = classifier;
        int extra = extraImages == null ? 0 : (int) Math.round(spec.batch() * spec.extraShare());
        this.images = Labelled.of(images, spec.batch() - extra, seed, "pretrain");
        this.extraImages =
                extraImages == null || extra == 0 ? null : Labelled.of(extraImages, extra, seed, "pretrain-extra");
        encoderOptimizer = Optimizer.of(spec.optimizer(), classifier.encoder().weights());
        headOptimizer = Optimizer.of(spec.optimizer(), classifier.headWeights());
        augmenter = new Augmenter(spec.augmentation());
    }

    @Override
    public long stepsPerEpoch() {
        return Math.max(1, images.set.count() / images.batch);
    }

    @Override
    public long steps() {
        return stepsPerEpoch() * spec.epochs();
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public double train() {
        try (PointerScope scope = new PointerScope()) {
            Native.seed(Seeds.mix(seed, "pretrain-noise", step));
            SplittableRandom random = Seeds.at(seed, "augment", step);
            long[] indices = images.indices(step);
            Tensor batch = images.batches.get(indices);
            Tensor labels = Tensors.of(images.labels(indices));
            images.batches.announce(images.indices(step + 1));
            if (extraImages != null) {
                long[] extra = extraImages.indices(step);
                batch = Tensors.concatenate(batch, extraImages.batches.get(extra));
                labels = Tensors.concatenate(labels, Tensors.of(extraImages.labels(extra)));
                extraImages.batches.announce(extraImages.indices(step + 1));
            }
            double loss = update(augmenter.apply(Tensors.channelsLast(batch), random), labels);
            step++;
            return loss;
        }
    }

    private double update(Tensor batch, Tensor labels) {
        Tensor code = classifier.encoder().forward(batch, true);
        Tensor logits = classifier.head(torch.dropout(code, spec.dropout(), true));
        Tensor loss = spec.factors().isEmpty() ? crossEntropy(logits, labels) : ofFactors(logits, labels);
        classifier.encoder().weights().clearGradients();
        classifier.headWeights().clearGradients();
        loss.backward();
        double factor = spec.optimizer().schedule().factorAt(step, steps());
        encoderOptimizer.update(factor);
        headOptimizer.update(factor);
        return loss.item_float();
    }

    /** The mean over the facts that a label holds; the last one counts the units. */
    private Tensor ofFactors(Tensor logits, Tensor labels) {
        Tensor rest = labels;
        long end = logits.size(1);
        Tensor sum = Tensors.of(new float[] {0}, 1);
        for (int i = spec.factors().size() - 1; i >= 0; i--) {
            int values = spec.factors().get(i);
            end -= values;
            Scalar base = new Scalar(values);
            sum = sum.add(crossEntropy(logits.narrow(1, end, values), rest.remainder(base)));
            rest = rest.floor_divide(base);
        }
        return sum.div(new Scalar(spec.factors().size()));
    }

    /** Cross-entropy against (1 - e) on the label and e spread over all classes (Szegedy et al., 2016). */
    private Tensor crossEntropy(Tensor logits, Tensor labels) {
        Tensor logProbabilities = torch.log_softmax(logits, 1);
        Tensor onLabel = torch.nll_loss(logProbabilities, labels);
        Tensor spread = logProbabilities.mean().neg();
        double smoothing = spec.labelSmoothing();
        return onLabel.mul(new Scalar(1 - smoothing)).add(spread, new Scalar(smoothing));
    }

    /** Ends the training of an f that learned several facts; see {@link Classifier#weighByHead}. */
    public void weighByHead() {
        try (PointerScope scope = new PointerScope()) {
            Tensor[] sample = new Tensor[SAMPLE_BATCHES];
            for (int i = 0; i < sample.length; i++) {
                sample[i] = images.batches.get(images.indices(i));
            }
            classifier.weighByHead(Tensors.channelsLast(Tensors.concatenate(sample)), spec.factors());
        }
    }

    @Override
    public void save(Map<String, Tensor> destination) {
        classifier.encoder().weights().save(destination, "encoder.");
        classifier.headWeights().save(destination, "head.");
        encoderOptimizer.save(destination, "optimizer.encoder.");
        headOptimizer.save(destination, "optimizer.head.");
        destination.put("step", Tensors.of(step));
    }

    @Override
    public void load(Map<String, Tensor> source) {
        classifier.encoder().weights().load(source, "encoder.");
        classifier.headWeights().load(source, "head.");
        encoderOptimizer.load(source, "optimizer.encoder.");
        headOptimizer.load(source, "optimizer.head.");
        step = Tensors.toLongs(Objects.requireNonNull(source.get("step")))[0];
    }

    @Override
    public void close() {
        encoderOptimizer.close();
        headOptimizer.close();
    }
}

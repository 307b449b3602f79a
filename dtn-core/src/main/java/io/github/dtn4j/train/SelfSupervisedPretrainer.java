package io.github.dtn4j.train;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.loss.VicregLoss;
import io.github.dtn4j.model.DigitEncoder;
import io.github.dtn4j.model.Projector;
import io.github.dtn4j.recipe.PretrainSpec;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains f on unlabelled images of both domains by VICReg (Bardes, Ponce, LeCun, ICLR 2022): half of each batch is of S, half of
 * T, and two augmented views of an image are to be embedded alike. The terms are taken of each domain by itself, so that the
 * embedding gains nothing from telling the domains apart.
 */
public final class SelfSupervisedPretrainer implements EncoderTrainer {
    private final PretrainSpec spec;
    private final long seed;
    private final DigitEncoder encoder;
    private final Projector projector;
    private final Optimizer encoderOptimizer;
    private final Optimizer projectorOptimizer;
    private final Augmenter augmenter;
    private final VicregLoss loss;
    private final Half source;
    private final Half target;
    private long step;

    /** The images of one domain with their order of visits. */
    private record Half(ImageSet set, ImageBatches batches, Visits order, int batch) {
        static Half of(ImageSet set, int batch, long seed, String purpose) {
            return new Half(set, new ImageBatches(set, batch), new ShuffledOrder(seed, purpose, set.count()), batch);
        }

        /** (N, channels, H, W) in [-1, 1]; grey images get as many channels as are wanted. */
        Tensor at(long step, int channels) {
            Tensor images = batches.get(order.at(step * batch, batch));
            batches.announce(order.at((step + 1) * batch, batch));
            return Tensors.withChannels(images, channels);
        }
    }

    /**
     * Prepares to train {@code encoder}, which stays the caller's.
     *
     * @param source images of S, of as many channels as {@code encoder} takes
     * @param target images of T, of the same height and width, and as many channels or one
     */
    public SelfSupervisedPretrainer(
            PretrainSpec spec, long seed, DigitEncoder encoder, ImageSet source, ImageSet target) {
        this.spec = spec;
        this.seed = seed;
        this.encoder = encoder;
        int half = spec.batch() / 2;
        this.source = Half.of(source, half, seed, "pretrain");
        this.target = Half.of(target, spec.batch() - half, seed, "pretrain-target");
        projector = new Projector(encoder.dimension(), spec.vicreg().projector());
        encoderOptimizer = Optimizer.of(spec.optimizer(), encoder.weights());
        projectorOptimizer = Optimizer.of(spec.optimizer(), projector.weights());
        augmenter = new Augmenter(spec.augmentation());
        loss = new VicregLoss(spec.vicreg());
    }

    /** Steps of one pass over the images of the larger domain. */
    @Override
    public long stepsPerEpoch() {
        return Math.max(
                1, Math.max(source.set.count() / (long) source.batch, target.set.count() / (long) target.batch));
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
            int channels = source.set.channels();
            Tensor images =
                    Tensors.channelsLast(Tensors.concatenate(source.at(step, channels), target.at(step, channels)));
            Tensor views =
                    Tensors.concatenate(augmenter.apply(images, random), augmenter.apply(images, random)); // (2N, ...)
            double value = update(projector.forward(encoder.forward(views, true)));
            step++;
            return value;
        }
    }

    private double update(Tensor projected) {
        long all = spec.batch();
        long ofSource = source.batch;
        Tensor sourceLoss = loss.of(Tensors.rows(projected, 0, ofSource), Tensors.rows(projected, all, all + ofSource));
        Tensor targetLoss =
                loss.of(Tensors.rows(projected, ofSource, all), Tensors.rows(projected, all + ofSource, 2 * all));
        Tensor total = sourceLoss.add(targetLoss).mul(new Scalar(0.5));
        encoder.weights().clearGradients();
        projector.weights().clearGradients();
        total.backward();
        double factor = spec.optimizer().schedule().factorAt(step, steps());
        encoderOptimizer.update(factor);
        projectorOptimizer.update(factor);
        return total.item_float();
    }

    @Override
    public void save(Map<String, Tensor> destination) {
        encoder.weights().save(destination, "encoder.");
        projector.weights().save(destination, "projector.");
        encoderOptimizer.save(destination, "optimizer.encoder.");
        projectorOptimizer.save(destination, "optimizer.projector.");
        destination.put("step", Tensors.of(step));
    }

    @Override
    public void load(Map<String, Tensor> saved) {
        encoder.weights().load(saved, "encoder.");
        projector.weights().load(saved, "projector.");
        encoderOptimizer.load(saved, "optimizer.encoder.");
        projectorOptimizer.load(saved, "optimizer.projector.");
        step = Tensors.toLongs(Objects.requireNonNull(saved.get("step")))[0];
    }

    @Override
    public void close() {
        encoderOptimizer.close();
        projectorOptimizer.close();
        projector.close();
    }
}

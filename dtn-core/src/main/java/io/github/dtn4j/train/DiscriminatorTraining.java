package io.github.dtn4j.train;

import io.github.dtn4j.loss.DtnLoss;
import io.github.dtn4j.model.Discriminator;
import io.github.dtn4j.model.Weights;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.TrainSpec;
import io.github.dtn4j.torch.Autocast;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The loss of D (eq. 3) and its update, and L_GANG (eq. 4), the loss of g that D measures. */
final class DiscriminatorTraining implements AutoCloseable {
    private final Discriminator network;
    private final int shift;
    private final DtnLoss loss;
    private final TrainSpec spec;
    private final Optimizer optimizer;

    DiscriminatorTraining(Recipe recipe, DtnLoss loss, ProcessGroup group) {
        network = new Discriminator(
                recipe.discriminator(), recipe.data().imageSize(), recipe.data().targetChannels());
        shift = recipe.discriminator().shift();
        this.loss = loss;
        spec = recipe.train();
        optimizer = Optimizer.of(spec.discriminator(), network.weights(), group);
    }

    /** Logits of each head of D for the parts of a batch, all from one forward pass. */
    record Logits(
            @Nullable List<Tensor> fakeSource,
            @Nullable List<Tensor> fakeTarget,
            @Nullable List<Tensor> real) {}

    /** Classifies those of G(s), G(t) and t that are given, each (N, C, H, W). */
    Logits classify(
            @Nullable Tensor fakeSource, @Nullable Tensor fakeTarget, @Nullable Tensor real, SplittableRandom random) {
        Tensor[] parts =
                Stream.of(fakeSource, fakeTarget, real).filter(Objects::nonNull).toArray(Tensor[]::new);
        Tensor seen = shifted(Tensors.concatenate(parts), random);
        List<Tensor> heads = Autocast.heads(spec.mixed(), () -> network.forward(seen));
        Iterator<List<Tensor>> rows = IntStream.range(0, parts.length)
                .mapToObj(i -> rows(heads, i, parts.length))
                .iterator();
        return new Logits(
                fakeSource == null ? null : rows.next(),
                fakeTarget == null ? null : rows.next(),
                real == null ? null : rows.next());
    }

    /** Moves a batch by one random offset of at most {@code discriminator.shift} pixels each way; black comes in at the border. */
    private Tensor shifted(Tensor images, SplittableRandom random) {
        if (shift == 0) {
            return images;
        }
        Tensor padded = torch.constant_pad_nd(images, new long[] {shift, shift, shift, shift}, new Scalar(-1f));
        return padded.narrow(2, random.nextInt(2 * shift + 1), images.size(2))
                .narrow(3, random.nextInt(2 * shift + 1), images.size(3));
    }

    /** One of {@code count} equal parts of the rows of each head. */
    private static List<Tensor> rows(List<Tensor> heads, int part, int count) {
        return heads.stream()
                .map(head -> {
                    long each = head.size(0) / count;
                    return Tensors.rows(head, part * each, (part + 1) * each);
                })
                .toList();
    }

    /** L_D of those halves that were classified: eq. 3, the mean over the heads of D. */
    Tensor loss(Logits logits) {
        List<Tensor> terms = new ArrayList<>();
        add(terms, logits.fakeSource, loss::discriminatorOnSource);
        add(terms, logits.fakeTarget, loss::discriminatorOnTarget);
        add(terms, logits.real, loss::discriminatorOnReal);
        return sum(terms);
    }

    /** L_GANG of those halves that were classified: eq. 4, the mean over the heads of D. */
    Tensor gang(Logits logits) {
        List<Tensor> terms = new ArrayList<>();
        add(terms, logits.fakeSource, loss::gang);
        add(terms, logits.fakeTarget, loss::gang);
        return sum(terms);
    }

    private static void add(List<Tensor> terms, @Nullable List<Tensor> heads, UnaryOperator<Tensor> term) {
        if (heads != null) {
            heads.forEach(head -> terms.add(term.apply(head).div(new Scalar((double) heads.size()))));
        }
    }

    /**
     * Moves D along L_D, with R1 in every {@code train.r1Every}-th step.
     *
     * @param real the real images that L_D saw, or null where it saw none
     */
    void update(Tensor lossD, @Nullable Tensor real, long step) {
        network.weights().clearGradients();
        boolean due = spec.r1() > 0 && step % spec.r1Every() == 0;
        Tensor total = due && real != null ? lossD.add(penalty(real)) : lossD;
        total.backward();
        optimizer.update(spec.discriminator().schedule().factorAt(step, spec.steps()));
    }

    /**
     * R1 (Mescheder et al., 2018): half the squared slope, at real images, of the margin by which D takes them for real, applied
     * lazily (Karras et al., 2020).
     */
    private Tensor penalty(Tensor real) {
        Tensor input = Discriminator.withDetail(real).detach();
        input.requires_grad_(true);
        List<Tensor> heads = network.logits(input);
        Tensor margins = sum(heads.stream()
                .map(head -> margin(head).sum().mul(new Scalar(real.size(0) / (double) head.size(0) / heads.size())))
                .toList());
        Tensor gradient = torch.grad(
                        new TensorVector(margins),
                        new TensorVector(input),
                        new TensorVector(),
                        new BoolOptional(true),
                        true,
                        false)
                .get(0);
        Tensor squared =
                gradient.square().sum(new long[] {1, 2, 3}, false, null).mean();
        return squared.mul(new Scalar(spec.r1() / 2 * spec.r1Every()));
    }

    /** The logit of "real" less that of all other classes together; (N). */
    private static Tensor margin(Tensor logits) {
        long last = logits.size(1) - 1;
        Tensor real = logits.select(1, last);
        return last == 0 ? real : real.sub(logits.narrow(1, 0, last).logsumexp(new long[] {1}, false));
    }

    /** D takes no gradients until the result is closed; they still flow through it to g. */
    Weights.Frozen freeze() {
        return network.weights().freeze();
    }

    Discriminator network() {
        return network;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    private static Tensor sum(List<Tensor> terms) {
        return terms.stream().reduce(Tensor::add).orElseThrow();
    }

    @Override
    public void close() {
        optimizer.close();
        network.close();
    }
}

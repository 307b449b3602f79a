package io.github.dtn4j.train;

import io.github.dtn4j.loss.DtnLoss;
import io.github.dtn4j.model.Discriminator;
import io.github.dtn4j.model.Weights;
import io.github.dtn4j.recipe.TrainSpec;
import io.github.dtn4j.torch.Autocast;
import io.github.dtn4j.torch.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The discriminator's side of the game: L_D and its update, and L_GANG, which g answers with. */
final class Adversary implements AutoCloseable {
    private final Discriminator discriminator;
    private final DiscriminatorView view;
    private final DtnLoss loss;
    private final TrainSpec spec;
    private final Optimizer optimizer;

    Adversary(Discriminator discriminator, DiscriminatorView view, DtnLoss loss, TrainSpec spec, World world) {
        this.discriminator = discriminator;
        this.view = view;
        this.loss = loss;
        this.spec = spec;
        optimizer = Optimizer.of(spec.discriminator(), discriminator.weights(), world);
    }

    /** What D says of a batch, from one forward pass each. */
    record Verdict(
            @Nullable Tensor fakeSource,
            @Nullable Tensor fakeTarget,
            @Nullable Tensor real) {}

    /** Lets D judge transferred images and, where they are given, real ones. */
    Verdict judge(Fakes fakes, @Nullable Tensor real, long step, SplittableRandom random) {
        double progress = step / (double) spec.steps();
        return new Verdict(
                logits(fakes.source(), progress, random),
                logits(fakes.target(), progress, random),
                logits(real, progress, random));
    }

    private @Nullable Tensor logits(@Nullable Tensor images, double progress, SplittableRandom random) {
        if (images == null) {
            return null;
        }
        Tensor seen = view.of(images, progress, random);
        return Autocast.forward(spec.mixed(), () -> discriminator.forward(seen));
    }

    /** L_D of those halves that were judged: eq. 3. */
    Tensor discriminatorLoss(Verdict verdict) {
        List<Tensor> terms = new ArrayList<>();
        if (verdict.fakeSource != null) {
            terms.add(loss.discriminatorOnSource(verdict.fakeSource));
        }
        if (verdict.fakeTarget != null) {
            terms.add(loss.discriminatorOnTarget(verdict.fakeTarget));
        }
        if (verdict.real != null) {
            terms.add(loss.discriminatorOnReal(verdict.real));
        }
        return sum(terms);
    }

    /** L_GANG of those halves that were judged: eq. 4. */
    Tensor gang(Verdict verdict) {
        List<Tensor> terms = new ArrayList<>();
        if (verdict.fakeSource != null) {
            terms.add(loss.gang(verdict.fakeSource));
        }
        if (verdict.fakeTarget != null) {
            terms.add(loss.gang(verdict.fakeTarget));
        }
        return sum(terms);
    }

    /**
     * Moves D along L_D, with the gradient penalty where this step has one.
     *
     * @param real the real images that L_D judged, or null where it judged none
     */
    void update(Tensor discriminatorLoss, @Nullable Tensor real, long step) {
        discriminator.weights().clearGradients();
        boolean due = spec.r1() > 0 && step % spec.r1Every() == 0;
        Tensor total = due && real != null ? discriminatorLoss.add(penalty(real)) : discriminatorLoss;
        total.backward();
        optimizer.update(spec.discriminator().schedule().factorAt(step, spec.steps()));
    }

    /** R1 on real images (Mescheder et al., 2018), applied lazily (Karras et al., 2020). */
    private Tensor penalty(Tensor real) {
        Tensor input = real.detach();
        input.requires_grad_(true);
        Tensor logits = discriminator.forward(input);
        Tensor score = logits.select(1, logits.size(1) - 1).sum();
        Tensor gradient = torch.grad(
                        new TensorVector(score),
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

    /** D takes no gradients until the result is closed; they still flow through it to g. */
    Weights.Frozen freeze() {
        return discriminator.weights().freeze();
    }

    Discriminator discriminator() {
        return discriminator;
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
        discriminator.close();
    }
}

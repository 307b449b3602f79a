package io.github.dtn4j.train;

import io.github.dtn4j.loss.DtnLoss;
import io.github.dtn4j.model.Weights;
import io.github.dtn4j.recipe.Balance;
import io.github.dtn4j.recipe.LossWeights;
import io.github.dtn4j.recipe.TrainSpec;
import io.github.dtn4j.torch.Autocast;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.Adversary.Logits;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The updates that are made from one batch: D learns to tell G(s), G(t) and t apart, then g learns to pass as t and to keep f
 * (paper, eq. 3-6). G(x) is drawn once and serves both updates.
 */
final class Round {
    private final Players players;
    private final TrainSpec spec;
    private final DtnLoss loss;
    private final Adversary adversary;
    private final Batch batch;
    private final long step;
    private final SplittableRandom random;
    private final Tally tally;

    /** Which domains an update is made from. */
    private enum Domains {
        SOURCE,
        TARGET,
        BOTH
    }

    Round(Players players, Batch batch, long step, SplittableRandom random) {
        this.players = players;
        this.spec = players.spec();
        this.loss = players.loss();
        this.adversary = players.adversary();
        this.batch = batch;
        this.step = step;
        this.random = random;
        tally = new Tally(players.rows().world());
    }

    /** Makes all updates of this step. */
    Losses play() {
        Balance balance = spec.balance();
        if (balance.halves() == Balance.Halves.JOINT) {
            play(Domains.BOTH, balance.sourceDiscriminatorUpdates(), balance.sourceGeneratorUpdates());
        } else {
            play(Domains.SOURCE, balance.sourceDiscriminatorUpdates(), balance.sourceGeneratorUpdates());
            play(Domains.TARGET, balance.targetDiscriminatorUpdates(), balance.targetGeneratorUpdates());
        }
        return tally.losses();
    }

    private void play(Domains domains, int discriminatorUpdates, int generatorUpdates) {
        tally.nextHalf();
        Fakes fakes = draw(domains);
        if (spec.balance().order() == Balance.Order.SIMULTANEOUS) {
            updateBoth(fakes);
            return;
        }
        for (int i = 0; i < discriminatorUpdates; i++) {
            updateDiscriminator(fakes.detach());
        }
        for (int i = 0; i < generatorUpdates; i++) {
            updateGenerator(i == 0 ? fakes : draw(domains));
        }
    }

    /** G(x); where both domains are wanted they go through g as one batch. */
    private Fakes draw(Domains domains) {
        return switch (domains) {
            case SOURCE -> new Fakes(drawn(noisy(batch.sourceInput(), 1)), null);
            case TARGET -> new Fakes(null, drawn(noisy(batch.targetInput(), 1)));
            case BOTH -> {
                Tensor input = Tensors.concatenate(batch.sourceInput(), batch.targetInput());
                Tensor fake = drawn(noisy(input, 2));
                long n = batch.sourceInput().size(0);
                yield new Fakes(Tensors.rows(fake, 0, n), Tensors.rows(fake, n, 2 * n)); // each (N, C, H, W)
            }
        };
    }

    private Tensor drawn(Tensor input) {
        return Autocast.forward(spec.mixed(), () -> players.generator().forward(input, true));
    }

    private Tensor noisy(Tensor input, int batches) {
        boolean noise = spec.codeNoise() > 0 && !players.generator().takesImages();
        return noise ? players.codeNoise().apply(input, batches, players.rows()) : input;
    }

    private void updateDiscriminator(Fakes fakes) {
        Tensor real = fakes.target() == null ? null : batch.target();
        Tensor lossD = adversary.discriminatorLoss(adversary.classify(fakes, real, random));
        if (tally.discriminator(lossD, spec.balance().discriminatorFloor() * shareOfTerms(fakes))) {
            adversary.update(lossD, real, step);
        }
    }

    /** How much of L_D an update sees: of its three terms G(s) has one, and G(t), which comes with t, has two. */
    private static double shareOfTerms(Fakes fakes) {
        return ((fakes.source() == null ? 0 : 1) + (fakes.target() == null ? 0 : 2)) / 3.0;
    }

    private void updateGenerator(Fakes fakes) {
        try (Weights.Frozen frozen = adversary.freeze()) {
            Tensor gang = adversary.gang(adversary.classify(fakes, null, random));
            tally.gang(gang);
            descend(gang, fakes);
        }
    }

    /** One forward pass of D for both updates; the gradient of L_GANG is taken before D moves. */
    private void updateBoth(Fakes fakes) {
        Fakes leaves = fakes.detach();
        leaves.present().forEach(leaf -> leaf.requires_grad_(true));
        Tensor real = fakes.target() == null ? null : batch.target();
        Logits logits = adversary.classify(leaves, real, random);
        Tensor gang = adversary.gang(logits);
        tally.gang(gang);
        Tensor throughDiscriminator = linearised(gang, fakes, leaves);
        Tensor lossD = adversary.discriminatorLoss(logits);
        if (tally.discriminator(lossD, spec.balance().discriminatorFloor() * shareOfTerms(fakes))) {
            adversary.update(lossD, real, step);
        }
        descend(throughDiscriminator, fakes);
    }

    /** A function of the fakes that has L_GANG's gradient, without D behind it: sum of G(x) * dL_GANG/dG(x). */
    private Tensor linearised(Tensor gang, Fakes fakes, Fakes leaves) {
        TensorVector gradients = torch.grad(
                new TensorVector(gang),
                new TensorVector(leaves.present().toArray(new Tensor[0])),
                new TensorVector(),
                new BoolOptional(true),
                false,
                false);
        Tensor total = null;
        for (int i = 0; i < fakes.present().size(); i++) {
            Tensor part = fakes.present().get(i).mul(gradients.get(i)).sum();
            total = total == null ? part : total.add(part);
        }
        return Objects.requireNonNull(total);
    }

    /** Moves g along L_G = L_GANG + alpha L_CONST + beta L_TID + gamma L_TV, eq. 4, unless D is too far behind. Terms other than L_GANG are not computed where their weight is 0. */
    private void descend(Tensor gang, Fakes fakes) {
        LossWeights weights = loss.weights().at(step, spec.steps());
        Tensor total = gang.mul(new Scalar(weights.gangWeight()));
        if (fakes.source() != null && weights.constWeight() > 0) {
            Tensor constancy = constancy(fakes.source());
            total = total.add(constancy, new Scalar(weights.constWeight()));
            tally.constancy(constancy);
        }
        if (fakes.source() != null && weights.tvWeight() > 0) {
            Tensor variation = loss.totalVariation(fakes.source());
            total = total.add(variation, new Scalar(weights.tvWeight()));
            tally.totalVariation(variation);
        }
        if (fakes.target() != null && weights.tidWeight() > 0) {
            Tensor identity = loss.identity(batch.target(), fakes.target());
            total = total.add(identity, new Scalar(weights.tidWeight()));
            tally.identity(identity);
        }
        if (tally.generatorMayMove(spec.balance().discriminatorCeiling() * shareOfTerms(fakes))) {
            players.generator().weights().clearGradients();
            total.backward();
            players.generatorOptimizer().update(spec.generator().schedule().factorAt(step, spec.steps()));
        }
    }

    /** L_CONST of as many images of the batch as f looks at. */
    private Tensor constancy(Tensor fakeSource) {
        int seen = spec.constImages() == 0 ? spec.batch() : spec.constImages();
        int own = players.rows().of(seen);
        Tensor view = players.codeShrink().apply(Tensors.rows(fakeSource, 0, own), random);
        Tensor warped = players.codeWarp().apply(view, random, seen, players.rows());
        Tensor mean = loss.constancy(
                Tensors.rows(batch.sourceCode(), 0, own),
                Autocast.forward(spec.mixed(), () -> players.encoder().forward(warped)));
        int ranks = players.rows().world().size();
        // The mean over ranks counts each alike, whatever its part is.
        return own * ranks == seen ? mean : mean.mul(new Scalar(own * ranks / (double) seen));
    }
}

package io.github.dtn4j.train;

import io.github.dtn4j.Progress;
import io.github.dtn4j.loss.DtnLoss;
import io.github.dtn4j.model.Discriminator;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.model.Weights;
import io.github.dtn4j.recipe.Balance;
import io.github.dtn4j.recipe.OptimizerSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.TrainSpec;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.Adversary.Verdict;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The training of a Domain Transfer Network (paper, section 4): D learns to tell G(s), G(t) and t apart, then g learns to pass
 * as t and to keep f. G(x) is drawn once and serves both updates; D takes no gradients while g is updated; f(s) and f(t) were
 * computed before the first step. All random numbers are functions of the seed and the step, so that a run that is saved
 * and loaded continues bit for bit.
 */
public final class Trainer implements AutoCloseable {

    private static final long WARM_START = 1L << 40; // its batches come from a part of the order that no run reaches

    private final TrainSpec spec;
    private final long seed;
    private final Encoder encoder;
    private final Batches batches;
    private final DtnLoss loss;
    private final Generator generator;
    private final Optimizer generatorOptimizer;
    private final Adversary adversary;
    private final Average average;
    private final RandomWarp codeWarp;
    private final double codeNoise;
    private long step;

    /** Which domains an update is made from. */
    private enum Domains {
        SOURCE,
        TARGET,
        BOTH
    }

    /**
     * Prepares the networks of {@code recipe}; what is passed in stays the caller's.
     *
     * @param encoder f as it sees images of T, whose embeddings of G(s) are held against those of s
     */
    public Trainer(Recipe recipe, Encoder encoder, Batches batches) {
        this.spec = recipe.train();
        this.seed = recipe.seed();
        this.encoder = encoder;
        this.batches = batches;
        int size = recipe.data().imageSize();
        int channels = recipe.data().targetChannels();
        loss = new DtnLoss(recipe.loss());
        Native.seed(Seeds.mix(seed, "initialise", 0));
        generator = new Generator(recipe.generator(), encoder.dimension(), size, channels);
        generatorOptimizer = Optimizer.of(spec.generator(), generator.weights());
        DiscriminatorView view = DiscriminatorView.of(recipe.discriminator());
        adversary = new Adversary(new Discriminator(recipe.discriminator(), size, channels), view, loss, spec);
        average = new Average(new Generator(recipe.generator(), encoder.dimension(), size, channels), spec.emaDecay());
        codeWarp = new RandomWarp(spec.codeWarp());
        codeNoise = spec.codeNoise() * batches.sourceSpread();
    }

    /** One iteration on the next batch of each domain. */
    public Losses train() {
        try (PointerScope scope = new PointerScope()) {
            Native.seed(Seeds.mix(seed, "noise", step));
            Round round = new Round(batches.at(step), Seeds.at(seed, "view", step));
            Balance balance = spec.balance();
            if (balance.halves() == Balance.Halves.JOINT) {
                round.play(Domains.BOTH, balance.sourceDiscriminatorUpdates(), balance.sourceGeneratorUpdates());
            } else {
                round.play(Domains.SOURCE, balance.sourceDiscriminatorUpdates(), balance.sourceGeneratorUpdates());
                round.play(Domains.TARGET, balance.targetDiscriminatorUpdates(), balance.targetGeneratorUpdates());
            }
            average.update(generator, step);
            step++;
            return round.tally.losses();
        }
    }

    /** The updates that are made from one batch. */
    private final class Round {
        private final Batch batch;
        private final SplittableRandom random;
        private final Tally tally = new Tally();

        Round(Batch batch, SplittableRandom random) {
            this.batch = batch;
            this.random = random;
        }

        void play(Domains domains, int discriminatorUpdates, int generatorUpdates) {
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
                case SOURCE -> new Fakes(generator.forward(noisy(batch.sourceCode()), true), null);
                case TARGET -> new Fakes(null, generator.forward(noisy(batch.targetCode()), true));
                case BOTH -> {
                    Tensor codes = Tensors.concatenate(batch.sourceCode(), batch.targetCode());
                    Tensor fake = generator.forward(noisy(codes), true);
                    long n = batch.sourceCode().size(0);
                    yield new Fakes(Tensors.rows(fake, 0, n), Tensors.rows(fake, n, 2 * n)); // each (N, C, H, W)
                }
            };
        }

        private Tensor noisy(Tensor code) {
            return codeNoise == 0 ? code : code.add(torch.randn_like(code), new Scalar(codeNoise));
        }

        private void updateDiscriminator(Fakes fakes) {
            Tensor real = fakes.target() == null ? null : batch.target();
            Tensor lossD = adversary.discriminatorLoss(adversary.judge(fakes, real, step, random));
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
                Tensor gang = adversary.gang(adversary.judge(fakes, null, step, random));
                tally.gang(gang);
                descend(gang, fakes);
            }
        }

        /** One forward pass of D for both updates; the gradient of L_GANG is taken before D moves. */
        private void updateBoth(Fakes fakes) {
            Fakes leaves = fakes.detach();
            leaves.present().forEach(leaf -> leaf.requires_grad_(true));
            Tensor real = fakes.target() == null ? null : batch.target();
            Verdict verdict = adversary.judge(leaves, real, step, random);
            Tensor gang = adversary.gang(verdict);
            tally.gang(gang);
            Tensor throughDiscriminator = linearised(gang, fakes, leaves);
            Tensor lossD = adversary.discriminatorLoss(verdict);
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

        /** Moves g along L_G = L_GANG + alpha L_CONST + beta L_TID + gamma L_TV, eq. 4, unless D is too far behind. */
        private void descend(Tensor gang, Fakes fakes) {
            Tensor total = gang.mul(new Scalar(loss.weights().gangWeight()));
            if (fakes.source() != null) {
                Tensor constancy =
                        loss.constancy(batch.sourceCode(), encoder.forward(codeWarp.apply(fakes.source(), random)));
                total = total.add(constancy, new Scalar(loss.weights().constWeight()));
                tally.constancy(constancy);
                if (loss.weights().tvWeight() > 0) {
                    Tensor variation = loss.totalVariation(fakes.source());
                    total = total.add(variation, new Scalar(loss.weights().tvWeight()));
                    tally.totalVariation(variation);
                }
            }
            if (fakes.target() != null) {
                Tensor identity = loss.identity(batch.target(), fakes.target());
                total = total.add(identity, new Scalar(loss.weights().tidWeight()));
                tally.identity(identity);
            }
            if (tally.generatorMayMove(spec.balance().discriminatorCeiling() * shareOfTerms(fakes))) {
                generator.weights().clearGradients();
                total.backward();
                generatorOptimizer.update(spec.generator().schedule().factorAt(step, spec.steps()));
            }
        }
    }

    /**
     * The first lesson of g: to draw t from f(t), by L_TID alone, which needs neither D nor f and spares the adversaries the time
     * in which g draws nothing. To be called before the first iteration.
     *
     * @return L_TID of the last update, or NaN where the recipe has no warm start
     */
    public double warmStart(Progress progress) {
        double identity = Double.NaN;
        OptimizerSpec rule = spec.generator().withLearningRate(spec.warmStartRate());
        try (Optimizer optimizer = Optimizer.of(rule, generator.weights())) {
            for (int i = 0; i < spec.warmStartSteps(); i++) {
                try (PointerScope scope = new PointerScope()) {
                    Batch batch = batches.at(WARM_START + i);
                    Tensor loss = this.loss.identity(batch.target(), generator.forward(batch.targetCode(), true));
                    generator.weights().clearGradients();
                    loss.backward();
                    optimizer.update(Math.min(1, (i + 1) / 10.0));
                    average.update(generator, i);
                    identity = loss.item_float();
                }
                progress.update(i + 1, spec.warmStartSteps());
            }
        }
        return identity;
    }

    /** The averaged generator as it would be saved now, its BatchNorm statistics those of source embeddings. */
    public Generator averaged() {
        try (PointerScope scope = new PointerScope()) {
            return average.withStatisticsOf(batches.sourceSample());
        }
    }

    /** Steps made so far. */
    public long step() {
        return step;
    }

    /** The generator that is being trained. */
    public Generator generator() {
        return generator;
    }

    /** The discriminator that is being trained. */
    public Discriminator discriminator() {
        return adversary.discriminator();
    }

    /** Adds all that a resume needs to {@code destination}. */
    public void save(Map<String, Tensor> destination) {
        generator.weights().save(destination, "generator.");
        adversary.discriminator().weights().save(destination, "discriminator.");
        average.generator().weights().save(destination, "average.");
        generatorOptimizer.save(destination, "optimizer.generator.");
        adversary.optimizer().save(destination, "optimizer.discriminator.");
        destination.put("step", Tensors.of(step));
    }

    /** Goes on where {@link #save} stopped. */
    public void load(Map<String, Tensor> state) {
        generator.weights().load(state, "generator.");
        adversary.discriminator().weights().load(state, "discriminator.");
        average.generator().weights().load(state, "average.");
        generatorOptimizer.load(state, "optimizer.generator.");
        adversary.optimizer().load(state, "optimizer.discriminator.");
        step = Tensors.toLongs(Objects.requireNonNull(state.get("step")))[0];
    }

    @Override
    public void close() {
        adversary.close();
        generatorOptimizer.close();
        generator.close();
        average.generator().close();
    }
}

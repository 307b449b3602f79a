package io.github.dtn4j.train;

import io.github.dtn4j.loss.DtnLoss;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.model.Weights;
import io.github.dtn4j.recipe.Balance;
import io.github.dtn4j.recipe.LossWeights;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.TrainSpec;
import io.github.dtn4j.torch.Autocast;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.DiscriminatorTraining.Logits;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A training step (paper, section 4). D learns to tell G(s), G(t) and t apart (eq. 3). Then g learns to be taken for t, to keep f(s)
 * and to leave t as it is (eq. 4-7). G(x) is computed once and serves both updates.
 */
final class TrainStep implements AutoCloseable {
    private final TrainSpec spec;
    private final DtnLoss loss;
    private final Encoder f;
    private final Generator g;
    private final Optimizer optimizer;
    private final DiscriminatorTraining discriminator;
    private final CodeNoise noise;
    private final RandomShrink shrink;
    private final RandomWarp warp;
    private final BatchShard shard;
    private final ProcessGroup group;

    /** Images that an update is about: G(s), G(t) or both, each (N, C, H, W) or null. */
    private record Drawn(@Nullable Tensor source, @Nullable Tensor target) {
        /** Cuts the graph through g, which D's update must not reach. */
        Drawn detach() {
            return new Drawn(source == null ? null : source.detach(), target == null ? null : target.detach());
        }

        Tensor[] tensors() {
            return Stream.of(source, target).filter(Objects::nonNull).toArray(Tensor[]::new);
        }

        /** The share of L_D's three terms that an update from these has: G(s) has one, G(t) and t have two. */
        double shareOfTerms() {
            return ((source == null ? 0 : 1) + (target == null ? 0 : 2)) / 3.0;
        }
    }

    private enum Half {
        SOURCE,
        TARGET,
        BOTH
    }

    /**
     * Prepares steps.
     *
     * @param f sees images of T and takes gradients through G(s)
     * @param g the caller's, as {@code noise} is
     */
    TrainStep(Recipe recipe, Encoder f, Generator g, CodeNoise noise, BatchShard shard) {
        this.spec = recipe.train();
        this.loss = new DtnLoss(recipe.loss(), f.visible());
        this.f = f;
        this.g = g;
        this.noise = noise;
        this.shard = shard;
        group = shard.group();
        optimizer = Optimizer.of(spec.generator(), g.weights(), group);
        discriminator = new DiscriminatorTraining(recipe, loss, group);
        shrink = new RandomShrink(spec.codeShrink());
        warp = new RandomWarp(spec.codeWarp());
    }

    /**
     * Makes all updates of one step.
     *
     * @param step counted from 0; learning rates and alpha follow it
     * @param random of the views of G(s) that f and D get
     */
    Losses run(Batch batch, long step, SplittableRandom random) {
        return new Updates(batch, step, random).run();
    }

    DtnLoss loss() {
        return loss;
    }

    DiscriminatorTraining discriminator() {
        return discriminator;
    }

    Optimizer generatorOptimizer() {
        return optimizer;
    }

    @Override
    public void close() {
        discriminator.close();
        optimizer.close();
    }

    /** The updates that are made from one batch. */
    private final class Updates {
        private final Batch batch;
        private final long step;
        private final SplittableRandom random;
        private final Map<LossTerm, Double> terms = new EnumMap<>(LossTerm.class);
        private Map<LossTerm, Double> termsOfFirstHalf = Map.of();
        private double lossD; // of this half
        private boolean discriminatorUpdated;
        private boolean generatorUpdated;

        Updates(Batch batch, long step, SplittableRandom random) {
            this.batch = batch;
            this.step = step;
            this.random = random;
        }

        Losses run() {
            Balance balance = spec.balance();
            if (balance.halves() == Balance.Halves.JOINT) {
                update(Half.BOTH, balance.sourceDiscriminatorUpdates(), balance.sourceGeneratorUpdates());
            } else {
                update(Half.SOURCE, balance.sourceDiscriminatorUpdates(), balance.sourceGeneratorUpdates());
                update(Half.TARGET, balance.targetDiscriminatorUpdates(), balance.targetGeneratorUpdates());
            }
            return new Losses(means(), discriminatorUpdated, generatorUpdated);
        }

        /** The terms as means over the batches of all ranks. */
        private Map<LossTerm, Double> means() {
            LossTerm[] all = LossTerm.values();
            double[] means = group.means(Stream.of(all)
                    .mapToDouble(term -> terms.getOrDefault(term, 0.0))
                    .toArray());
            Map<LossTerm, Double> result = new EnumMap<>(LossTerm.class);
            for (LossTerm term : all) {
                result.put(term, means[term.ordinal()]);
            }
            result.put(LossTerm.D, terms.getOrDefault(LossTerm.D, 0.0)); // already a mean
            return result;
        }

        private void update(Half half, int discriminatorUpdates, int generatorUpdates) {
            termsOfFirstHalf = new EnumMap<>(terms);
            lossD = 0;
            Drawn drawn = draw(half);
            if (spec.balance().order() == Balance.Order.SIMULTANEOUS) {
                updateBoth(drawn);
                return;
            }
            for (int i = 0; i < discriminatorUpdates; i++) {
                Tensor real = real(drawn);
                updateDiscriminator(classify(drawn.detach(), real), real, drawn.shareOfTerms());
            }
            for (int i = 0; i < generatorUpdates; i++) {
                updateGenerator(i == 0 ? drawn : draw(half));
            }
        }

        /** G(x); images of both domains go through g as one batch. */
        private Drawn draw(Half half) {
            return switch (half) {
                case SOURCE -> new Drawn(draw(batch.sourceInput(), 1), null);
                case TARGET -> new Drawn(null, draw(batch.targetInput(), 1));
                case BOTH -> {
                    Tensor both = draw(Tensors.concatenate(batch.sourceInput(), batch.targetInput()), 2);
                    long n = batch.sourceInput().size(0);
                    yield new Drawn(Tensors.rows(both, 0, n), Tensors.rows(both, n, 2 * n));
                }
            };
        }

        private Tensor draw(Tensor input, int batches) {
            boolean noisy = spec.codeNoise() > 0 && !g.takesImages();
            Tensor code = noisy ? noise.apply(input, batches, shard) : input;
            return Autocast.forward(spec.mixed(), () -> g.forward(code, true));
        }

        /** t, where an update has G(t) beside it. */
        private @Nullable Tensor real(Drawn drawn) {
            return drawn.target == null ? null : batch.target();
        }

        private Logits classify(Drawn drawn, @Nullable Tensor real) {
            return discriminator.classify(drawn.source, drawn.target, real, random);
        }

        /** Moves D along L_D unless D is so far ahead that L_D is below the floor. */
        private void updateDiscriminator(Logits logits, @Nullable Tensor real, double shareOfTerms) {
            Tensor loss = discriminator.loss(logits);
            lossD = group.means(loss.item_float())[0]; // all ranks decide alike
            addToFirstHalf(LossTerm.D, lossD);
            if (!(lossD < spec.balance().discriminatorFloor() * shareOfTerms)) {
                discriminator.update(loss, real, step);
                discriminatorUpdated = true;
            }
        }

        private void updateGenerator(Drawn drawn) {
            try (Weights.Frozen frozen = discriminator.freeze()) {
                Tensor gang = discriminator.gang(classify(drawn, null));
                addToFirstHalf(LossTerm.GANG, gang.item_float());
                descend(gang, drawn);
            }
        }

        /** One forward pass of D for both updates; the gradient of L_GANG is taken before D moves. */
        private void updateBoth(Drawn drawn) {
            Drawn leaves = drawn.detach();
            Stream.of(leaves.tensors()).forEach(leaf -> leaf.requires_grad_(true));
            Tensor real = real(drawn);
            Logits logits = classify(leaves, real);
            Tensor gang = discriminator.gang(logits);
            addToFirstHalf(LossTerm.GANG, gang.item_float());
            Tensor throughDiscriminator = linearised(gang, drawn, leaves);
            updateDiscriminator(logits, real, drawn.shareOfTerms());
            descend(throughDiscriminator, drawn);
        }

        /** A function of G(x) with the gradient of L_GANG and without D in its graph: sum of G(x) * dL_GANG/dG(x). */
        private Tensor linearised(Tensor gang, Drawn drawn, Drawn leaves) {
            TensorVector gradients = torch.grad(
                    new TensorVector(gang),
                    new TensorVector(leaves.tensors()),
                    new TensorVector(),
                    new BoolOptional(true),
                    false,
                    false);
            Tensor[] images = drawn.tensors();
            Tensor total = images[0].mul(gradients.get(0)).sum();
            for (int i = 1; i < images.length; i++) {
                total = total.add(images[i].mul(gradients.get(i)).sum());
            }
            return total;
        }

        /**
         * Moves g along L_G = gangWeight L_GANG + alpha L_CONST + beta L_TID + gamma L_TV (eq. 4), unless L_D is above the ceiling.
         * Terms other than L_GANG are not computed where their weight is 0.
         */
        private void descend(Tensor gang, Drawn drawn) {
            LossWeights weights = loss.weights().at(step, spec.steps());
            Tensor total = gang.mul(new Scalar(weights.gangWeight()));
            if (drawn.source != null && weights.constWeight() > 0) {
                total = add(total, LossTerm.CONST, constancy(drawn.source), weights);
            }
            if (drawn.source != null && weights.tvWeight() > 0) {
                total = add(total, LossTerm.TV, loss.totalVariation(drawn.source), weights);
            }
            if (drawn.target != null && weights.tidWeight() > 0) {
                total = add(total, LossTerm.TID, loss.identity(batch.target(), drawn.target), weights);
            }
            double ceiling = spec.balance().discriminatorCeiling() * drawn.shareOfTerms();
            if (ceiling == 0 || !(lossD > ceiling)) {
                g.weights().clearGradients();
                total.backward();
                optimizer.update(spec.generator().schedule().factorAt(step, spec.steps()));
                generatorUpdated = true;
            }
        }

        private Tensor add(Tensor total, LossTerm term, Tensor value, LossWeights weights) {
            terms.put(term, (double) value.item_float());
            return total.add(value, new Scalar(term.weight(weights)));
        }

        /** The halves of L_D and L_GANG add up; of repeated updates the last counts. */
        private void addToFirstHalf(LossTerm term, double value) {
            terms.put(term, termsOfFirstHalf.getOrDefault(term, 0.0) + value);
        }

        /** L_CONST of as many images of the batch as f looks at ({@code train.constImages}). */
        private Tensor constancy(Tensor drawnSource) {
            int seen = spec.constImages() == 0 ? spec.batch() : spec.constImages();
            int own = shard.of(seen);
            Tensor view = warp.apply(shrink.apply(Tensors.rows(drawnSource, 0, own), random), random, seen, shard);
            Tensor mean = loss.constancy(
                    Tensors.rows(batch.sourceCode(), 0, own), Autocast.forward(spec.mixed(), () -> f.forward(view)));
            // The mean over ranks counts each alike, whatever its part is.
            return own * group.size() == seen ? mean : mean.mul(new Scalar(own * group.size() / (double) seen));
        }
    }
}

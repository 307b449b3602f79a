package io.github.dtn4j.train;

import io.github.dtn4j.Progress;
import io.github.dtn4j.loss.DtnLoss;
import io.github.dtn4j.model.Discriminator;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.recipe.OptimizerSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.TrainSpec;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

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
    private final Batches batches;
    private final DtnLoss loss;
    private final Generator generator;
    private final Optimizer generatorOptimizer;
    private final Adversary adversary;
    private final Average average;
    private final Players players;
    private long step;

    /**
     * Prepares the networks of {@code recipe}; what is passed in stays the caller's.
     *
     * @param encoder f as it sees images of T, whose embeddings of G(s) are held against those of s
     */
    public Trainer(Recipe recipe, Encoder encoder, Batches batches) {
        this.spec = recipe.train();
        this.seed = recipe.seed();
        this.batches = batches;
        int size = recipe.data().imageSize();
        int channels = recipe.data().targetChannels();
        loss = new DtnLoss(recipe.loss(), encoder.visible());
        Native.seed(Seeds.mix(seed, "initialise", 0));
        generator = new Generator(recipe.generator(), encoder.dimension(), size, channels);
        generatorOptimizer = Optimizer.of(spec.generator(), generator.weights());
        DiscriminatorView view = DiscriminatorView.of(recipe.discriminator());
        adversary = new Adversary(new Discriminator(recipe.discriminator(), size, channels), view, loss, spec);
        average = new Average(new Generator(recipe.generator(), encoder.dimension(), size, channels), spec.emaDecay());
        players = new Players(
                spec,
                encoder,
                generator,
                generatorOptimizer,
                adversary,
                loss,
                new RandomWarp(spec.codeWarp()),
                spec.codeNoise() * batches.sourceSpread());
    }

    /** One iteration on the next batch of each domain. */
    public Losses train() {
        try (PointerScope scope = new PointerScope()) {
            Native.seed(Seeds.mix(seed, "noise", step));
            Losses losses = new Round(players, batches.at(step), step, Seeds.at(seed, "view", step)).play();
            average.update(generator, step);
            step++;
            return losses;
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

package io.github.dtn4j.train;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.model.Discriminator;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.model.Generator;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.TrainSpec;
import io.github.dtn4j.torch.Autocast;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * The training of a Domain Transfer Network (paper, section 4): D learns to tell G(s), G(t) and t apart, then g learns to pass
 * as t and to keep f. G(x) is drawn once and serves both updates; D takes no gradients while g is updated; f(s) and f(t) were
 * computed before the first step. All random numbers are functions of the seed and the step, so that a run that is saved
 * and loaded continues bit for bit. In a process group of several ranks each works on its rows of the same batches; they average their
 * gradients, and what depends on a whole batch (BatchNorm, the decisions that losses make) is shared, so that all have the
 * weights that one process would have, but for rounding.
 */
public final class Trainer implements AutoCloseable {
    private static final long WARM_START = 1L << 40; // its batches come from a part of the order that no run reaches

    private final TrainSpec spec;
    private final long seed;
    private final Batches batches;
    private final Generator generator;
    private final TrainStep trainStep;
    private final EmaGenerator average;
    private final CodeNoise noise;
    private final Optimizer warmOptimizer;
    private final ProcessGroup group;
    private long step;
    private long warmStep;

    /**
     * Prepares the networks of {@code recipe}; what is passed in stays the caller's.
     *
     * @param encoder f as it sees images of T, whose embeddings of G(s) are held against those of s
     */
    public Trainer(Recipe recipe, Encoder encoder, Batches batches) {
        this.spec = recipe.train();
        this.seed = recipe.seed();
        this.batches = batches;
        group = batches.shard().group();
        double spread = batches.sourceSpread();
        noise = CodeNoise.of(
                encoder.dimension(),
                encoder.visible(),
                spec.codeNoise() * spread,
                spec.visibleNoise() * spread,
                spec.codeNoiseLeast());
        Native.seed(Seeds.mix(seed, "initialise", 0));
        generator = Generator.of(recipe, encoder.dimension(), group);
        warmOptimizer =
                Optimizer.of(spec.generator().withLearningRate(spec.warmStartRate()), generator.weights(), group);
        trainStep = new TrainStep(recipe, encoder, generator, noise, batches.shard());
        average = new EmaGenerator(Generator.of(recipe, encoder.dimension()), spec.emaDecay());
    }

    /** One iteration on the next batch of each domain. */
    public Losses train() {
        try (PointerScope scope = new PointerScope()) {
            Native.seed(Seeds.mix(seed, "noise", step));
            Losses losses = trainStep.run(batches.at(step), step, Seeds.at(seed, "view", step));
            average.update(generator, step);
            step++;
            return losses;
        }
    }

    /** True until g has made all updates of the recipe's warm start. */
    public boolean warming() {
        return warmStep < spec.warmStartSteps();
    }

    /**
     * One update of the warm start: g learns to draw t from f(t), by L_TID alone, which needs neither D nor f.
     *
     * @return L_TID before the update
     */
    public double warm() {
        try (PointerScope scope = new PointerScope()) {
            Batch batch = batches.at(WARM_START + warmStep);
            Tensor input = batch.targetInput();
            if (spec.warmStartNoise() && !generator.takesImages()) {
                Native.seed(Seeds.mix(seed, "warm", warmStep));
                input = noise.apply(input, 1, batches.shard());
            }
            Tensor codes = input;
            Tensor drawn = Autocast.forward(spec.mixed(), () -> generator.forward(codes, true));
            Tensor identity = trainStep.loss().identity(batch.target(), drawn);
            generator.weights().clearGradients();
            identity.backward();
            warmOptimizer.update(warmRate(warmStep));
            average.update(generator, warmStep);
            warmStep++;
            return group.means(identity.item_float())[0];
        }
    }

    /** Rises over ten updates, then falls along a cosine to the recipe's end. */
    private double warmRate(long step) {
        double done = step / (double) spec.warmStartSteps();
        double end = spec.warmStartEnd();
        return Math.min(1, (step + 1) / 10.0) * (end + (1 - end) * (1 + Math.cos(Math.PI * done)) / 2);
    }

    /** Updates of the warm start made so far. */
    public long warmStep() {
        return warmStep;
    }

    /** The averaged generator as it would be saved now, its BatchNorm statistics those of the source domain. */
    public Generator averaged() {
        try (PointerScope scope = new PointerScope()) {
            return average.refreshed(batches.sourceSample());
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
        return trainStep.discriminator().network();
    }

    /** Adds all that a resume needs to {@code destination}. */
    public void save(Map<String, Tensor> destination) {
        generator.weights().save(destination, "generator.");
        discriminator().weights().save(destination, "discriminator.");
        average.generator().weights().save(destination, "average.");
        trainStep.generatorOptimizer().save(destination, "optimizer.generator.");
        trainStep.discriminator().optimizer().save(destination, "optimizer.discriminator.");
        if (warming()) {
            warmOptimizer.save(destination, "optimizer.warm.");
        }
        destination.put("step", Tensors.of(step, warmStep));
    }

    /** Goes on where {@link #save} stopped. */
    public void load(Map<String, Tensor> state) {
        generator.weights().load(state, "generator.");
        discriminator().weights().load(state, "discriminator.");
        average.generator().weights().load(state, "average.");
        trainStep.generatorOptimizer().load(state, "optimizer.generator.");
        trainStep.discriminator().optimizer().load(state, "optimizer.discriminator.");
        long[] steps = steps(state);
        step = steps[0];
        warmStep = steps[1];
        if (warming()) {
            warmOptimizer.load(state, "optimizer.warm.");
        }
    }

    /**
     * Gives all ranks the weights of rank 0 and all else that a resume needs; a process by itself has them. To be called once
     * rank 0 has begun or gone on.
     *
     * @param onPoll called now and then while the others wait for rank 0; what it throws ends the waiting
     */
    public void synchronise(Runnable onPoll) {
        if (group.size() == 1) {
            return;
        }
        group.await(onPoll);
        try (PointerScope scope = new PointerScope()) {
            Tensor steps = Tensors.of(step, warmStep);
            group.broadcast(steps);
            step = Tensors.toLongs(steps)[0];
            warmStep = Tensors.toLongs(steps)[1];
            Map<String, Tensor> state = new LinkedHashMap<>();
            save(state);
            state.replaceAll((name, tensor) -> tensor.contiguous());
            state.values().forEach(group::broadcast);
            if (group.rank() > 0) {
                load(state);
            }
        }
    }

    private static long[] steps(Map<String, Tensor> state) {
        Tensor steps = state.get("step");
        if (steps == null || steps.numel() != 2) {
            throw DtnException.failure("the state does not tell how many steps were made; begin a new run");
        }
        return Tensors.toLongs(steps);
    }

    @Override
    public void close() {
        noise.close();
        warmOptimizer.close();
        trainStep.close();
        generator.close();
        average.generator().close();
    }
}

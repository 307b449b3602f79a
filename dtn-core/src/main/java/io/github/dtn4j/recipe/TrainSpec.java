package io.github.dtn4j.recipe;

/**
 * The training loop.
 *
 * @param warmStartSteps updates of g on L_TID alone before the first iteration
 * @param warmStartRate learning rate of those
 * @param steps iterations, each with one batch of S and one of T
 * @param batch images of S, and images of T, an iteration
 * @param balance of D against g
 * @param generator optimiser of g
 * @param discriminator optimiser of D
 * @param r1 weight of D's gradient penalty on real images (Mescheder et al., 2018), applied every {@code r1Every} steps
 *     and multiplied by that number (Karras et al., 2020); 0: none
 * @param r1Every steps between two penalties
 * @param emaDecay decay of the averaged g that is evaluated and saved; warmed up as min(emaDecay, (1 + n) / (10 + n))
 * @param balancedClasses draw images of S so that each class that f sees in them comes equally often
 * @param codeWarp f sees G(s) turned, scaled and moved at random, so that g cannot satisfy it with fine detail
 * @param codeNoise standard deviation of Gaussian noise on f(s) and f(t) before g, relative to the spread of f(s); 0: none
 * @param logEvery steps between two lines of metrics
 * @param sampleEvery steps between two picture grids
 * @param evaluateEvery steps between two measurements on the validation images
 * @param checkpointEvery steps between two checkpoints
 */
public record TrainSpec(
        int warmStartSteps,
        double warmStartRate,
        int steps,
        int batch,
        Balance balance,
        OptimizerSpec generator,
        OptimizerSpec discriminator,
        double r1,
        int r1Every,
        double emaDecay,
        boolean balancedClasses,
        Warp codeWarp,
        double codeNoise,
        int logEvery,
        int sampleEvery,
        int evaluateEvery,
        int checkpointEvery) {
    public TrainSpec {
        Check.atLeast(0, "train.warmStartSteps", warmStartSteps);
        Check.positive("train.warmStartRate", warmStartRate);
        Check.atLeast(1, "train.steps", steps);
        Check.that(batch >= 2 && batch <= 65_536, "train.batch", batch, "between 2 and 65536");
        Check.notNegative("train.r1", r1);
        Check.atLeast(1, "train.r1Every", r1Every);
        Check.that(emaDecay >= 0 && emaDecay < 1, "train.emaDecay", emaDecay, "at least 0 and below 1");
        Check.notNegative("train.codeNoise", codeNoise);
        Check.atLeast(1, "train.logEvery", logEvery);
        Check.atLeast(1, "train.sampleEvery", sampleEvery);
        Check.atLeast(1, "train.evaluateEvery", evaluateEvery);
        Check.atLeast(1, "train.checkpointEvery", checkpointEvery);
    }
}

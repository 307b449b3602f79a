package io.github.dtn4j.recipe;

/**
 * The training loop.
 *
 * @param warmStartSteps updates of g on L_TID alone before the first iteration
 * @param warmStartRate learning rate of those
 * @param warmStartEnd what the rate falls to, along a cosine, as a share; 1: it stays
 * @param warmStartNoise with the noise on f(t) that the iterations have
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
 * @param codeShrink every second step f sees G(s) reduced to a random size, at least this share of its side, and enlarged
 *     again; 1: never
 * @param constImages how many of the batch's G(s) f looks at, which is the dearest part of a step with a large f; 0: all
 * @param codeNoise standard deviation of Gaussian noise on f(s) and f(t) before g, relative to the spread of f(s); 0: none
 * @param visibleNoise the same for the part of f(x) that is about what is visible
 * @param codeNoiseLeast both are multiplied by a random number, from this one to 1, for each image
 * @param precision of the numbers that networks compute with in training; losses and weights are always of 32 bits
 * @param halfPrecision save the trained model in 16-bit floating point
 * @param keep which evaluated step becomes the model
 * @param keepMargin how far the meaning of the kept step may lie below the best one, 0 to 1: a share of images, or of the ranks by f
 * @param logEvery steps between two lines of metrics
 * @param sampleEvery steps between two picture grids
 * @param evaluateEvery steps between two measurements on the validation images
 * @param checkpointEvery steps between two checkpoints
 */
public record TrainSpec(
        int warmStartSteps,
        double warmStartRate,
        double warmStartEnd,
        boolean warmStartNoise,
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
        double codeShrink,
        int constImages,
        double codeNoise,
        double visibleNoise,
        double codeNoiseLeast,
        Precision precision,
        boolean halfPrecision,
        Keep keep,
        double keepMargin,
        int logEvery,
        int sampleEvery,
        int evaluateEvery,
        int checkpointEvery) {
    public TrainSpec {
        Check.atLeast(0, "train.warmStartSteps", warmStartSteps);
        Check.positive("train.warmStartRate", warmStartRate);
        Check.fraction("train.warmStartEnd", warmStartEnd);
        Check.atLeast(1, "train.steps", steps);
        Check.that(batch >= 2 && batch <= 65_536, "train.batch", batch, "between 2 and 65536");
        Check.notNegative("train.r1", r1);
        Check.atLeast(1, "train.r1Every", r1Every);
        Check.that(emaDecay >= 0 && emaDecay < 1, "train.emaDecay", emaDecay, "at least 0 and below 1");
        Check.that(codeShrink > 0 && codeShrink <= 1, "train.codeShrink", codeShrink, "above 0 and at most 1");
        Check.that(
                constImages >= 0 && constImages <= batch,
                "train.constImages",
                constImages,
                "between 0 and train.batch");
        Check.notNegative("train.codeNoise", codeNoise);
        Check.notNegative("train.visibleNoise", visibleNoise);
        Check.fraction("train.codeNoiseLeast", codeNoiseLeast);
        Check.fraction("train.keepMargin", keepMargin);
        Check.atLeast(1, "train.logEvery", logEvery);
        Check.atLeast(1, "train.sampleEvery", sampleEvery);
        Check.atLeast(1, "train.evaluateEvery", evaluateEvery);
        Check.atLeast(1, "train.checkpointEvery", checkpointEvery);
    }

    /** True if networks run in mixed precision. */
    public boolean mixed() {
        return precision == Precision.MIXED;
    }
}

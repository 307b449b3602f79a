package io.github.dtn4j.learn;

import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.Budget;
import io.github.dtn4j.run.StageTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long each stage is to be, so that all of them fit into the time there is.
 *
 * @param epochs of f; 0 where it is given
 * @param judgeEpochs of the judge; 0 without one
 * @param warmSteps of the warm start
 * @param steps of the training
 * @param upscalerSteps of the upscaler; 0 without one
 * @param seconds that all of it takes, as far as one can tell
 */
record LearnPlan(int epochs, int judgeEpochs, int warmSteps, int steps, int upscalerSteps, double seconds) {
    private static final double FOR_STEPS = 0.85; // the rest for figures, pictures, checkpoints
    private static final double FOR_ENCODER = 0.2; // where it is trained further
    private static final double FOR_JUDGE = 0.1;
    private static final double FOR_UPSCALER = 0.12;
    private static final double FOR_WARM_START = 0.35; // of what is left: its steps are quick, and make drawings clean
    private static final double FOR_FACES_WARM_START = 0.5;
    private static final int MOST_ENCODER_STEPS = 30_000;
    private static final int MOST_JUDGE_STEPS = 5_000;
    private static final int MOST_EPOCHS = 400;
    private static final int MOST_WARM_STEPS = 8000; // as many as the recipe for faces has
    private static final int MOST_UPSCALER_STEPS = 4000;
    private static final int MOST_STEPS = 4000; // what the longest recipes of the paper's domains are trained
    private static final int LEAST_WARM_STEPS = 10;
    private static final int LEAST_STEPS = 20;
    private static final int FEW_STEPS = 150; // below which D learns little
    private static final int SAMPLES = 8; // pictures and measurements on the way

    /**
     * Divides the time.
     *
     * @param seconds that are left
     */
    static LearnPlan of(StageTimes times, Recipe recipe, double seconds) {
        double time = FOR_STEPS * seconds - 2 * times.embedding() * times.images();
        int epochs = epochs(FOR_ENCODER * time, times.encoderStep(), times.encoderSteps(), MOST_ENCODER_STEPS);
        int judgeEpochs = epochs(FOR_JUDGE * time, times.judgeStep(), times.judgeSteps(), MOST_JUDGE_STEPS);
        double upscaler = times.upscalerStep();
        int upscalerSteps = upscaler == 0 ? 0 : clamp(FOR_UPSCALER * time / upscaler, LEAST_STEPS, MOST_UPSCALER_STEPS);
        double taken = upscalerSteps * upscaler
                + epochs * times.encoderSteps() * times.encoderStep()
                + judgeEpochs * times.judgeSteps() * times.judgeStep();
        double rest = time - taken;
        double share = recipe.encoder().type() == EncoderType.FACE ? FOR_FACES_WARM_START : FOR_WARM_START;
        int warm = clamp(share * rest / times.warmStep(), LEAST_WARM_STEPS, MOST_WARM_STEPS);
        int steps = clamp((rest - warm * times.warmStep()) / times.step(), LEAST_STEPS, MOST_STEPS);
        double all = taken + warm * times.warmStep() + steps * times.step() + 2 * times.embedding() * times.images();
        return new LearnPlan(epochs, judgeEpochs, warm, steps, upscalerSteps, all / FOR_STEPS);
    }

    /** Steps of a training that fit into more time, when all else is done. */
    static int moreSteps(double seconds, double step) {
        return clamp(FOR_STEPS * seconds / step, LEAST_STEPS, MOST_STEPS);
    }

    private static int epochs(double seconds, double step, long steps, int most) {
        if (steps == 0) {
            return 0;
        }
        return clamp(Math.min(seconds / (step * steps), most / (double) steps), 1, MOST_EPOCHS);
    }

    private static int clamp(double value, int least, int most) {
        return (int) Math.max(least, Math.min(most, value));
    }

    /** The recipe with these numbers in it. */
    Recipe in(Recipe recipe) {
        List<String> settings = new ArrayList<>(List.of(
                "train.warmStartSteps=" + warmSteps,
                "train.steps=" + steps,
                "train.logEvery=" + clamp(steps / 40.0, 1, 10),
                "train.sampleEvery=" + every(),
                "train.evaluateEvery=" + every(),
                "train.checkpointEvery=" + clamp(steps / 4.0, 1, 250)));
        if (recipe.encoder().type() == EncoderType.DIGITS) {
            settings.add("pretrain.epochs=" + epochs);
        }
        if (upscalerSteps > 0) {
            settings.add("upscaler.steps=" + upscalerSteps);
        }
        return Recipes.change(recipe, settings);
    }

    /** The judge's recipe with its number of epochs. */
    Recipe inJudge(Recipe judge) {
        return Recipes.change(judge, List.of("pretrain.epochs=" + judgeEpochs));
    }

    /** True if so few steps fit that smaller images would gain more than they lose. */
    boolean thin() {
        return steps < FEW_STEPS;
    }

    private int every() {
        return Math.max(1, (steps + SAMPLES - 1) / SAMPLES);
    }

    /** The plan in a line. */
    String line(double budget) {
        List<String> parts = new ArrayList<>();
        if (epochs > 0) {
            parts.add(String.format(Locale.ROOT, "f %,d epochs", epochs));
        }
        if (judgeEpochs > 0) {
            parts.add(String.format(Locale.ROOT, "judge %,d epochs", judgeEpochs));
        }
        parts.add(String.format(Locale.ROOT, "warm start %,d steps", warmSteps));
        parts.add(String.format(Locale.ROOT, "training %,d steps", steps));
        if (upscalerSteps > 0) {
            parts.add(String.format(Locale.ROOT, "enlarger %,d steps", upscalerSteps));
        }
        String plan = "plan: %s; about %s of %s"
                .formatted(String.join(", ", parts), Budget.words(seconds), Budget.words(Math.max(0, budget)));
        return seconds > 1.05 * budget ? plan + ": the budget is too short even for the least of everything" : plan;
    }
}

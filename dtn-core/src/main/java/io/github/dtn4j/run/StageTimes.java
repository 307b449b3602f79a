package io.github.dtn4j.run;

import io.github.dtn4j.Progress;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.model.DigitEncoder;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.model.Upscaler;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.GeneratorSpec;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.UpscalerSpec;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.train.Batches;
import io.github.dtn4j.train.Embeddings;
import io.github.dtn4j.train.Trainer;
import io.github.dtn4j.train.UpscalerTrainer;
import org.jspecify.annotations.Nullable;

/**
 * Seconds that the stages of a run take on this machine with these images, measured on their first steps.
 *
 * @param encoderStep a step of f's training; 0 where f is given
 * @param encoderSteps steps of an epoch of it; 0 likewise
 * @param judgeStep a step of the judge's training; 0 without a judge, or without labels of T
 * @param judgeSteps steps of an epoch of it; 0 likewise
 * @param warmStep a step of the warm start
 * @param step a step of the training
 * @param embedding f of an image
 * @param images of both domains that f embeds once, of faces in S none
 * @param upscalerStep a step of the upscaler's training; 0 without one
 */
public record StageTimes(
        double encoderStep,
        long encoderSteps,
        double judgeStep,
        long judgeSteps,
        double warmStep,
        double step,
        double embedding,
        int images,
        double upscalerStep) {
    private static final int UNTIMED = 2; // the first steps prepare memory and kernels
    private static final int MOST_STEPS = 20;
    private static final int SAMPLE = 256; // images

    /** What is being timed. */
    @FunctionalInterface
    private interface Step {
        void make();
    }

    /**
     * Makes a few steps of each stage and throws them away.
     *
     * @param judge the recipe of the judge, or null
     * @param patience seconds for each stage, about
     */
    public static StageTimes measure(Recipe recipe, @Nullable Recipe judge, Sources sources, double patience) {
        DataSpec data = recipe.data();
        try (ImageSet source = open(sources, data.source(), data.imageSize(), data.sourceChannels());
                ImageSet target = open(sources, data.target(), data.imageSize(), data.targetChannels())) {
            double encoderStep = 0;
            long encoderSteps = 0;
            if (recipe.encoder().type() == EncoderType.DIGITS
                    && recipe.pretrain().epochs() > 0) {
                try (ImageSet extra = extra(recipe, sources);
                        Learner learner = learner(recipe, source, target, extra)) {
                    encoderStep = time(learner.trainer()::train, patience);
                    encoderSteps = learner.trainer().stepsPerEpoch();
                }
            }
            double judgeStep = 0;
            long judgeSteps = 0;
            if (judge != null && target.labelled()) {
                try (Learner learner = new ClassifierLearner(judge, target, null, null, Watcher.NONE)) {
                    judgeStep = time(learner.trainer()::train, patience);
                    judgeSteps = learner.trainer().stepsPerEpoch();
                }
            }
            double upscalerStep = recipe.upscaler().wanted() ? upscalerStep(recipe, sources, patience) : 0;
            return new StageTimes(encoderStep, encoderSteps, judgeStep, judgeSteps, 0, 0, 0, 0, upscalerStep)
                    .withTraining(recipe, source, target, patience);
        }
    }

    private static double upscalerStep(Recipe recipe, Sources sources, double patience) {
        UpscalerSpec spec = recipe.upscaler();
        try (ImageSet images = open(sources, spec.images(), spec.size(), 3);
                Upscaler upscaler = new Upscaler(spec);
                UpscalerTrainer trainer = new UpscalerTrainer(spec, recipe.seed(), upscaler, images)) {
            return time(trainer::train, patience);
        }
    }

    private static ImageSet open(Sources sources, String name, int size, int channels) {
        return sources.open(name, new Fit(size, channels), Progress.NONE);
    }

    private static @Nullable ImageSet extra(Recipe recipe, Sources sources) {
        String images = recipe.pretrain().extraImages();
        return images.isEmpty()
                ? null
                : open(sources, images, recipe.data().imageSize(), recipe.data().sourceChannels());
    }

    private static Learner learner(Recipe recipe, ImageSet source, ImageSet target, @Nullable ImageSet extra) {
        return recipe.hasClasses()
                ? new ClassifierLearner(recipe, source, extra, null, Watcher.NONE)
                : new UnlabelledLearner(recipe, source, target, null, Watcher.NONE);
    }

    private StageTimes withTraining(Recipe recipe, ImageSet source, ImageSet target, double patience) {
        ImageSet sources = source.slice(0, Math.min(SAMPLE, source.count()));
        ImageSet targets = target.slice(0, Math.min(SAMPLE, target.count()));
        long start = System.nanoTime();
        try (EncoderViews views = views(recipe);
                Embeddings sourceCodes = Embeddings.of(views.source(), sources, Progress.NONE);
                Embeddings targetCodes = Embeddings.of(views.target(), targets, Progress.NONE)) {
            double perImage = (System.nanoTime() - start) / 1e9 / (sources.count() + targets.count());
            Batches batches = new Batches(
                    sourceCodes,
                    recipe.generator().input() == GeneratorSpec.Input.IMAGES ? sources : null,
                    targetCodes,
                    targets,
                    recipe.train().batch(),
                    recipe.seed(),
                    ProcessGroup.ONE);
            try (Trainer trainer = new Trainer(recipe, views.target(), batches)) {
                double warming = time(trainer::warm, patience);
                return new StageTimes(
                        encoderStep,
                        encoderSteps,
                        judgeStep,
                        judgeSteps,
                        warming,
                        time(trainer::train, patience),
                        perImage,
                        recipe.encoder().type() == EncoderType.FACE ? target.count() : source.count() + target.count(),
                        upscalerStep);
            }
        }
    }

    private static EncoderViews views(Recipe recipe) {
        DataSpec data = recipe.data();
        return recipe.encoder().type() == EncoderType.DIGITS
                ? EncoderViews.of(
                        recipe.encoder(), new DigitEncoder(recipe.encoder(), data.imageSize(), data.sourceChannels()))
                : EncoderViews.of(recipe.encoder(), data.imageSize());
    }

    private static double time(Step step, double patience) {
        for (int i = 0; i < UNTIMED; i++) {
            step.make();
        }
        long start = System.nanoTime();
        int steps = 0;
        double seconds = 0;
        while (steps < MOST_STEPS && (steps == 0 || seconds < patience)) {
            step.make();
            steps++;
            seconds = (System.nanoTime() - start) / 1e9;
        }
        return seconds / steps;
    }
}

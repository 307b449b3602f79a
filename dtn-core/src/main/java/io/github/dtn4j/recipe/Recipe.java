package io.github.dtn4j.recipe;

/**
 * All settings of a run. A recipe file names only what differs from {@code defaults.yaml}; see {@link Recipes}.
 *
 * @param name of the run folder and of the model: letters, digits and hyphens
 * @param seed of data order, initialisation and augmentation
 * @param data the image sets
 * @param encoder f
 * @param pretrain how f is trained where it is not given
 * @param generator g
 * @param discriminator D
 * @param loss alpha, beta, gamma and the distances
 * @param train the loop
 * @param upscaler what enlarges G(x), if anything
 */
public record Recipe(
        String name,
        long seed,
        DataSpec data,
        EncoderSpec encoder,
        PretrainSpec pretrain,
        GeneratorSpec generator,
        DiscriminatorSpec discriminator,
        LossWeights loss,
        TrainSpec train,
        UpscalerSpec upscaler) {
    public Recipe {
        Check.that(name.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}"), "name", name, "letters, digits and hyphens");
        Check.that(
                data.sourceChannels() >= data.targetChannels(),
                "data.targetChannels",
                data.targetChannels(),
                "1 where data.sourceChannels is: f, which sees images of both domains, knows no colour");
        boolean face = encoder.type() == EncoderType.FACE;
        Check.that(
                !face || data.imageSize() >= 64 && data.sourceChannels() == 3 && data.targetChannels() == 3,
                "encoder.type",
                "face",
                "digits or torchscript, unless data.imageSize is at least 64 and both domains have 3 channels");
        Check.that(
                hasClasses(encoder, pretrain) || !train.balancedClasses(),
                "train.balancedClasses",
                train.balancedClasses(),
                "false where f has no classes: encoder.type is not digits, or pretrain.objective is not labels");
        Check.that(
                !face || data.judge().isEmpty(),
                "data.judge",
                data.judge(),
                "empty where encoder.type is face: people have no classes");
        Check.that(
                !face || data.sourceTest().isEmpty(),
                "data.sourceTest",
                data.sourceTest(),
                "empty where encoder.type is face: people for the final figures are chosen by data.testPeople");
        Check.that(
                encoder.type() == EncoderType.DIGITS || generator.input() == GeneratorSpec.Input.CODES,
                "generator.input",
                "images",
                "codes where f has no shape that could be trained anew: encoder.type is not digits");
        int start = data.imageSize() >> generator.widths().size();
        Check.that(
                start >= 1 && start << generator.widths().size() == data.imageSize(),
                "generator.widths",
                generator.widths(),
                "so many that data.imageSize is a multiple of 2 to the power of their number");
        Check.that(
                data.imageSize() >> discriminator.widths().size() >= 1,
                "discriminator.widths",
                discriminator.widths(),
                "so few that halving data.imageSize so often leaves a pixel");
        Check.that(
                pretrain.factors().isEmpty() || data.target().isEmpty(),
                "pretrain.factors",
                pretrain.factors(),
                "empty where data.target names images: the classes of f are those of its one fact");
        Check.that(
                pretrain.factors().isEmpty() || encoder.normalised(),
                "pretrain.factors",
                pretrain.factors(),
                "empty where encoder.normalised is false");
        int seen = encoder.side(data.imageSize());
        Check.that(
                seen == data.imageSize() || encoder.type() == EncoderType.DIGITS && 2 * seen == data.imageSize(),
                "encoder.imageSize",
                encoder.imageSize(),
                "0, data.imageSize, or half of it where encoder.type is digits");
        Check.that(
                encoder.type() != EncoderType.DIGITS || seen >> encoder.widths().size() >= 1,
                "encoder.widths",
                encoder.widths(),
                "so few that halving the side of the images that f sees so often leaves a pixel");
        Check.that(
                !upscaler.wanted() || data.targetChannels() == 3,
                "data.targetChannels",
                data.targetChannels(),
                "3 where upscaler.images names images");
        Check.that(
                !upscaler.wanted() || upscaler.size() == data.imageSize() * UpscalerSpec.FACTOR,
                "upscaler.size",
                upscaler.size(),
                "four times data.imageSize");
    }

    /** True if f is what lies below a classifier that the run trains or is given, so that it sees classes. */
    public boolean hasClasses() {
        return hasClasses(encoder, pretrain);
    }

    private static boolean hasClasses(EncoderSpec encoder, PretrainSpec pretrain) {
        return encoder.type() == EncoderType.DIGITS && pretrain.objective() == Objective.LABELS;
    }
}

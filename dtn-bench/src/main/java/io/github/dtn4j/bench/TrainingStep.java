package io.github.dtn4j.bench;

import io.github.dtn4j.Progress;
import io.github.dtn4j.model.DigitEncoder;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.train.Batches;
import io.github.dtn4j.train.Embeddings;
import io.github.dtn4j.train.Trainer;

/** The library's own training step, as {@code dtn train} runs it, on noise and with random weights. */
final class TrainingStep implements AutoCloseable {
    private static final int BATCHES = 4; // in the image sets

    /** The networks of the paper's section 5.1 at full width, with the binary D of the peer. */
    private static final String PAPER_WIDTHS = """
            encoder: {widths: [64, 128, 256], convolutions: [1, 1, 1], stride: 2}
            generator: {widths: [512, 256, 128], kernel: 3}
            discriminator: {widths: [128, 256, 512], kernel: 3, classes: 2, patches: false}
            """;

    /** An eighth of these widths: a fortieth of the time, the same number of tensors made and freed in each step. */
    private static final String NARROW = """
            encoder: {widths: [8, 16, 32], convolutions: [1, 1, 1], stride: 2}
            generator: {widths: [64, 32, 16], kernel: 3}
            discriminator: {widths: [16, 32, 64], kernel: 3, classes: 2, patches: false}
            """;

    private static final String LOOP = """
            loss: {tidDistance: mse}
            train:
              batch: %d
              balance: {halves: %s, order: %s, discriminatorFloor: 0}
              codeNoise: 0
              r1: 0
              codeWarp: {rotationDegrees: 0, scaleMin: 1, scaleMax: 1, shift: 0}
              generator: {learningRate: 0.0003, beta2: 0.999, schedule: {type: constant, warmupSteps: 0}}
              discriminator: {learningRate: 0.0003, beta2: 0.999, schedule: {type: constant, warmupSteps: 0}}
            """;

    private final Recipe recipe;
    private final RandomImages source;
    private final RandomImages target;
    private final Encoder encoder;
    private final Embeddings sourceCodes;
    private final Embeddings targetCodes;
    private final Trainer trainer;

    TrainingStep(Recipe recipe) {
        this.recipe = recipe;
        int size = recipe.data().imageSize();
        int count = BATCHES * recipe.train().batch();
        Native.seed(recipe.seed());
        source = RandomImages.create(count, size, recipe.data().sourceChannels(), 1);
        target = RandomImages.create(count, size, recipe.data().targetChannels(), 2);
        try (DigitEncoder trainable =
                new DigitEncoder(recipe.encoder(), size, recipe.data().sourceChannels())) {
            encoder = trainable.fold();
        }
        sourceCodes = Embeddings.of(encoder, source.images(), Progress.NONE);
        targetCodes = Embeddings.of(encoder, target.images(), Progress.NONE);
        Batches batches = new Batches(
                sourceCodes, targetCodes, target.images(), recipe.train().batch(), recipe.seed());
        trainer = new Trainer(recipe, encoder, batches);
    }

    /**
     * What is compared with the peer: D, then g, each updated once from both halves of the batch, as recipes have it by default.
     * The peer updates both nets for the source half and again for the target half: the same passes, twice the Adam steps.
     */
    static Recipe alternating(int batch) {
        return recipe(PAPER_WIDTHS, batch, "joint", "alternating");
    }

    /** D and g updated from one forward pass of D, both domains at once. */
    static Recipe simultaneous(int batch) {
        return recipe(PAPER_WIDTHS, batch, "joint", "simultaneous");
    }

    /** Narrow networks, of which thousands of steps are a matter of a minute. */
    static Recipe narrow(int batch) {
        return recipe(NARROW, batch, "separate", "alternating");
    }

    private static Recipe recipe(String networks, int batch, String halves, String order) {
        return Recipes.parse(networks + LOOP.formatted(batch, halves, order), "bench step");
    }

    /** Makes some steps. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            trainer.train();
        }
    }

    /**
     * Times steps one by one.
     *
     * @return images of S and T a second, the median of the timed steps
     */
    double imagesPerSecond(int warmUp, int timed) {
        run(warmUp);
        double[] rates = new double[timed];
        for (int i = 0; i < timed; i++) {
            long begin = System.nanoTime();
            trainer.train();
            rates[i] = 2e9 * recipe.train().batch() / (System.nanoTime() - begin);
        }
        return Median.of(rates);
    }

    @Override
    public void close() {
        trainer.close();
        sourceCodes.close();
        targetCodes.close();
        encoder.close();
        target.close();
        source.close();
    }
}

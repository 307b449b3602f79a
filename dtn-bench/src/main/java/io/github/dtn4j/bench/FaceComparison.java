package io.github.dtn4j.bench;

import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.Native;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the step on faces and its parts, the peer's step, what comes before a training and matrix products in turns, so that a
 * machine that gets slower or faster meanwhile does so for all of them, and takes medians over the rounds.
 */
final class FaceComparison {
    private static final int WARM_UP = 3; // as the peer does

    private final @Nullable Peer peer;
    private final Recipe recipe;
    private final int rounds;
    private final int iterations;
    private final Consumer<String> log;
    private final Map<Measure, List<Double>> measured = new EnumMap<>(Measure.class);

    private enum Measure {
        STEP_MS,
        STEP_WITHOUT_DISCRIMINATOR_MS,
        BATCH_MS,
        DRAW_MS,
        ENCODER_MS,
        WARM_MS,
        CARTOONS,
        EMBEDDINGS,
        PEER_NAIVE,
        PEER_TUNED,
        SGEMM,
        ONEDNN
    }

    FaceComparison(@Nullable Peer peer, Recipe recipe, int rounds, int iterations, Consumer<String> log) {
        this.peer = peer;
        this.recipe = recipe;
        this.rounds = rounds;
        this.iterations = iterations;
        this.log = log;
    }

    FaceFigures run() {
        try (FaceTraining training = new FaceTraining(recipe);
                FacePreparation preparation = new FacePreparation()) {
            for (int round = 1; round <= rounds; round++) {
                measure(training);
                measure(preparation);
                if (peer != null) {
                    measure(peer);
                }
                // Last, for the threads of OpenBLAS spin for a while after a product.
                note(Measure.SGEMM, MatrixProducts.sgemmPeak());
                note(Measure.ONEDNN, MatrixProducts.onednnPeak());
                log.accept("round %d of %d: %s".formatted(round, rounds, measured));
            }
            return figures(training.work());
        }
    }

    private void measure(FaceTraining training) {
        time(Measure.STEP_MS, training::step);
        time(Measure.STEP_WITHOUT_DISCRIMINATOR_MS, training::stepWithoutDiscriminator);
        time(Measure.BATCH_MS, training::batch);
        time(Measure.DRAW_MS, training::draw);
        time(Measure.ENCODER_MS, training::encode);
        time(Measure.WARM_MS, training::warm);
    }

    private void measure(FacePreparation preparation) {
        note(Measure.CARTOONS, preparation.cartoonsPerSecond(iterations));
        note(Measure.EMBEDDINGS, preparation.embeddingsPerSecond(iterations));
    }

    /** The peer counts images of both domains, we count pairs. */
    private void measure(Peer other) {
        int batch = recipe.train().batch();
        note(Measure.PEER_NAIVE, other.imagesPerSecond(false, iterations, batch, Native.threads()) / 2);
        note(Measure.PEER_TUNED, other.imagesPerSecond(true, iterations, batch, Native.threads()) / 2);
    }

    private void time(Measure measure, Runnable work) {
        note(measure, Median.milliseconds(WARM_UP, iterations, work));
    }

    private void note(Measure measure, double value) {
        measured.computeIfAbsent(measure, key -> new ArrayList<>()).add(Math.round(100 * value) / 100.0);
    }

    private FaceFigures figures(FaceWork work) {
        double step = median(Measure.STEP_MS);
        double batch = median(Measure.BATCH_MS);
        double draw = median(Measure.DRAW_MS);
        double discriminator = step - median(Measure.STEP_WITHOUT_DISCRIMINATOR_MS);
        double encoder = median(Measure.ENCODER_MS);
        double warm = median(Measure.WARM_MS);
        double pairs = 1000 * work.batch() / step;
        double useful = gflops(work.step(), step);
        double sgemm = Collections.max(values(Measure.SGEMM));
        double onednn = Collections.max(values(Measure.ONEDNN));
        Double naive = peer == null ? null : median(Measure.PEER_NAIVE);
        Double tuned = peer == null ? null : median(Measure.PEER_TUNED);
        return new FaceFigures(
                pairs,
                naive,
                tuned,
                naive == null ? null : pairs / naive,
                tuned == null ? null : pairs / tuned,
                step,
                batch,
                draw,
                discriminator,
                step - batch - draw - discriminator,
                encoder,
                2 * work.step() / 1e9,
                useful,
                gflops(work.encoderOfStep(), encoder),
                sgemm,
                useful / sgemm,
                onednn,
                useful / onednn,
                1000 * work.batch() / warm,
                gflops(work.warmStep(), warm),
                median(Measure.CARTOONS),
                median(Measure.EMBEDDINGS),
                work.step(),
                work.batch(),
                work.constImages(),
                FacePreparation.PHOTOS,
                Native.threads(),
                rounds,
                iterations);
    }

    /** A multiply-add is two operations. */
    private static double gflops(long multiplyAdds, double milliseconds) {
        return 2 * multiplyAdds / (1e6 * milliseconds);
    }

    private double median(Measure measure) {
        return Median.of(values(measure));
    }

    private List<Double> values(Measure measure) {
        return measured.getOrDefault(measure, List.of());
    }
}

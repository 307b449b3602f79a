package io.github.dtn4j.bench;

import io.github.dtn4j.torch.Native;
import io.github.dtn4j.train.StepWork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Runs our step, the peer's and matrix products in turns, so that a machine that gets slower or faster meanwhile does so for
 * all of them, and takes medians over the rounds.
 */
final class StepComparison {
    private static final int WARM_UP = 3; // as the peer does
    private static final int MEMORY_BATCH = 20;
    private static final int MEMORY_WARM_UP = 100;
    private static final double BYTES_PER_MB = 1e6;

    private final @Nullable Peer peer;
    private final int rounds;
    private final int iterations;
    private final int batch;
    private final int memorySteps;
    private final Consumer<String> log;
    private final Map<Contender, List<Double>> rates = new EnumMap<>(Contender.class);

    private enum Contender {
        ALTERNATING,
        SIMULTANEOUS,
        PEER_NAIVE,
        PEER_TUNED,
        SGEMM,
        ONEDNN
    }

    StepComparison(@Nullable Peer peer, int rounds, int iterations, int batch, int memorySteps, Consumer<String> log) {
        this.peer = peer;
        this.rounds = rounds;
        this.iterations = iterations;
        this.batch = batch;
        this.memorySteps = memorySteps;
        this.log = log;
    }

    StepFigures run() {
        int threads = Native.threads();
        try (TrainingStep alternating = new TrainingStep(TrainingStep.alternating(batch));
                TrainingStep simultaneous = new TrainingStep(TrainingStep.simultaneous(batch))) {
            for (int round = 1; round <= rounds; round++) {
                note(Contender.ALTERNATING, alternating.imagesPerSecond(WARM_UP, iterations));
                note(Contender.SIMULTANEOUS, simultaneous.imagesPerSecond(WARM_UP, iterations));
                if (peer != null) {
                    note(Contender.PEER_NAIVE, peer.imagesPerSecond(false, iterations, batch, threads));
                    note(Contender.PEER_TUNED, peer.imagesPerSecond(true, iterations, batch, threads));
                }
                // Last, for the threads of OpenBLAS spin for a while after a product.
                note(Contender.SGEMM, MatrixProducts.sgemmPeak());
                note(Contender.ONEDNN, MatrixProducts.onednnPeak());
                log.accept("round %d of %d: %s".formatted(round, rounds, rates));
            }
        }
        return figures(threads, growthInMegabytes());
    }

    private void note(Contender contender, double rate) {
        rates.computeIfAbsent(contender, key -> new ArrayList<>()).add(Math.round(10 * rate) / 10.0);
    }

    /** Growth of the whole process over many steps of narrow networks on small batches, of which there is time for thousands. */
    private double growthInMegabytes() {
        try (TrainingStep narrow = new TrainingStep(TrainingStep.narrow(Math.min(batch, MEMORY_BATCH)))) {
            narrow.run(MEMORY_WARM_UP);
            long before = Pointer.physicalBytes();
            narrow.run(memorySteps);
            double growth = (Pointer.physicalBytes() - before) / BYTES_PER_MB;
            log.accept(String.format(Locale.ROOT, "memory: %.0f MB, then %+.1f MB", before / BYTES_PER_MB, growth));
            return growth;
        }
    }

    private StepFigures figures(int threads, double growth) {
        StepWork work = StepWork.of(TrainingStep.alternating(batch));
        double ours = median(Contender.ALTERNATING);
        double simultaneous = median(Contender.SIMULTANEOUS);
        double useful = gflops(ours, work.alternating());
        double sgemm = Collections.max(rates(Contender.SGEMM));
        double onednn = Collections.max(rates(Contender.ONEDNN));
        Double naive = peer == null ? null : median(Contender.PEER_NAIVE);
        Double tuned = peer == null ? null : median(Contender.PEER_TUNED);
        return new StepFigures(
                ours,
                naive,
                tuned,
                naive == null ? null : ours / naive,
                tuned == null ? null : ours / tuned,
                useful,
                sgemm,
                useful / sgemm,
                onednn,
                useful / onednn,
                simultaneous,
                gflops(simultaneous, work.simultaneous()),
                growth,
                memorySteps,
                work.alternating(),
                work.withoutEmbeddings(),
                batch,
                threads,
                rounds,
                iterations);
    }

    private double median(Contender contender) {
        return Median.of(rates(contender));
    }

    private List<Double> rates(Contender contender) {
        return rates.getOrDefault(contender, List.of());
    }

    /** A multiply-add is two operations, and a pair two images. */
    private static double gflops(double imagesPerSecond, long multiplyAddsPerPair) {
        return imagesPerSecond * multiplyAddsPerPair / 1e9;
    }
}

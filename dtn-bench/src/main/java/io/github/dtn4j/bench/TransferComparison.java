package io.github.dtn4j.bench;

import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.transfer.Computation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Runs G(f(x)) here, in ONNX Runtime and in Python in turns, batch size by batch size, so that a machine that gets slower or
 * faster meanwhile does so for all of them, and takes medians over the rounds. All three get ready tensors of noise.
 */
final class TransferComparison {
    private static final int ROUNDS = 3;
    private static final int WARM_UP = 3; // as the peer does
    private static final int FEWEST_RUNS = 3;
    private static final long SEED = 1;

    private final Computation computation;
    private final OnnxRuntime onnx;
    private final @Nullable Peer peer;
    private final List<Integer> batches;
    private final int images;
    private final Consumer<String> log;
    private final Map<Integer, Measured> measured = new LinkedHashMap<>();

    /** The rates of one batch size, one a round. */
    private record Measured(List<Double> ours, List<Double> onnx, List<Double> python) {
        Measured() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public String toString() {
            return "dtn4j %s, ONNX Runtime %s%s".formatted(ours, onnx, python.isEmpty() ? "" : ", PyTorch " + python);
        }
    }

    /**
     * Prepares a comparison.
     *
     * @param onnx the same computation
     * @param peer the same computation; null: leave it out
     * @param images about so many are computed in each measurement
     */
    TransferComparison(
            Computation computation,
            OnnxRuntime onnx,
            @Nullable Peer peer,
            List<Integer> batches,
            int images,
            Consumer<String> log) {
        this.computation = computation;
        this.onnx = onnx;
        this.peer = peer;
        this.batches = batches;
        this.images = images;
        this.log = log;
    }

    TransferFigures run() {
        for (int round = 1; round <= ROUNDS; round++) {
            for (int batch : batches) {
                Measured all = measured.computeIfAbsent(batch, key -> new Measured());
                int runs = Math.max(FEWEST_RUNS, images / batch);
                all.ours.add(ours(batch, runs));
                all.onnx.add(onnx(batch, runs));
                if (peer != null) {
                    all.python.add(peer.imagesPerSecond(true, runs, batch, Native.threads()));
                }
            }
            log.accept("round %d of %d: %s".formatted(round, ROUNDS, measured));
        }
        return TransferFigures.of(rates(), Native.threads(), ROUNDS);
    }

    private List<TransferRates> rates() {
        return measured.entrySet().stream()
                .map(entry -> new TransferRates(
                        entry.getKey(),
                        Median.of(entry.getValue().ours),
                        Median.of(entry.getValue().onnx),
                        peer == null ? null : (Double) Median.of(entry.getValue().python)))
                .toList();
    }

    private double ours(int batch, int runs) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor input = noise(batch);
            return rate(batch, runs, () -> compute(input));
        }
    }

    private void compute(Tensor input) {
        try (PointerScope scope = new PointerScope()) {
            computation.run(input);
        }
    }

    private Tensor noise(int batch) {
        List<Long> shape = computation.input().shape();
        return Tensors.channelsLast(torch.rand(batch, shape.get(0), shape.get(1), shape.get(2))
                .mul(new Scalar(2f))
                .sub(new Scalar(1f)));
    }

    private double onnx(int batch, int runs) {
        try (OnnxRuntime.Work work = onnx.work(batch, computation.input().shape(), SEED)) {
            return rate(batch, runs, work);
        }
    }

    private static double rate(int batch, int runs, Runnable work) {
        double rate = 1000 * batch / Median.milliseconds(WARM_UP, runs, work);
        return Math.round(10 * rate) / 10.0;
    }
}

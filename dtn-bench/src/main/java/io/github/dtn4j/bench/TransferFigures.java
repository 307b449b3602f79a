package io.github.dtn4j.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What {@code dtn bench transfer} measured.
 *
 * @param bestBatch the batch size at which we are fastest
 * @param imagesPerSecond our rate there
 * @param onnxRuntime the best rate of ONNX Runtime at any batch size
 * @param pytorch that of Python PyTorch; null where it was not run, like the ratio
 * @param ratioOnnxRuntime our best over its best
 */
@JsonNaming(SnakeCaseStrategy.class)
record TransferFigures(
        int bestBatch,
        double imagesPerSecond,
        double onnxRuntime,
        @Nullable Double pytorch,
        double ratioOnnxRuntime,
        @Nullable Double ratioPytorch,
        List<TransferRates> rates,
        int threads,
        int rounds)
        implements Figures {

    static TransferFigures of(List<TransferRates> rates, int threads, int rounds) {
        TransferRates best = rates.get(0);
        for (TransferRates other : rates) {
            best = other.dtn4j() > best.dtn4j() ? other : best;
        }
        double onnx =
                rates.stream().mapToDouble(TransferRates::onnxRuntime).max().orElseThrow();
        OptionalDouble python = rates.stream()
                .map(TransferRates::pytorch)
                .filter(rate -> rate != null)
                .mapToDouble(Double::doubleValue)
                .max();
        Double pytorch = python.isPresent() ? (Double) python.getAsDouble() : null;
        return new TransferFigures(
                best.batch(),
                best.dtn4j(),
                onnx,
                pytorch,
                best.dtn4j() / onnx,
                pytorch == null ? null : (Double) (best.dtn4j() / pytorch),
                rates,
                threads,
                rounds);
    }

    @Override
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("%8s %12s %14s %12s   images/s".formatted("batch", "dtn4j", "ONNX Runtime", "PyTorch"));
        for (TransferRates row : rates) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%8d %12.1f %14.1f %12s",
                    row.batch(),
                    row.dtn4j(),
                    row.onnxRuntime(),
                    row.pytorch() == null ? "-" : String.format(Locale.ROOT, "%.1f", row.pytorch())));
        }
        lines.add("");
        lines.add(Figures.row("dtn4j at its best batch, " + bestBatch, imagesPerSecond, "images/s"));
        lines.add(Figures.row("over ONNX Runtime's best", ratioOnnxRuntime, "x"));
        lines.add(Figures.row("over PyTorch's best", ratioPytorch, "x"));
        return lines;
    }
}

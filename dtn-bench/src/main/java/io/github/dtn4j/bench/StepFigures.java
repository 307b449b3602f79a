package io.github.dtn4j.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code dtn bench step} measured. Rates are images of S and T a second, medians.
 *
 * @param peerNaive null where the peer was not run, like all that follows from it
 * @param usefulGflops multiplications and additions that the step needs, 10^9 a second
 * @param sgemmPeakGflops the most that libtorch's {@code mm} reached in the same run, which is OpenBLAS
 * @param onednnPeakGflops the most that a pointwise convolution reached, which is a matrix product of oneDNN
 * @param rssGrowthMb growth of the process from the warm step to the last of {@code memorySteps}
 * @param multiplyAddsPerPair of an image of S and one of T, 2F + 6G + 13D
 * @param peerMultiplyAddsPerPair 4F + 6G + 13D
 */
@JsonNaming(SnakeCaseStrategy.class)
record StepFigures(
        double imagesPerSecond,
        @Nullable Double peerNaive,
        @Nullable Double peerTuned,
        @Nullable Double ratioNaive,
        @Nullable Double ratioTuned,
        double usefulGflops,
        double sgemmPeakGflops,
        double usefulOverPeak,
        double onednnPeakGflops,
        double usefulOverOnednnPeak,
        double simultaneousImagesPerSecond,
        double simultaneousUsefulGflops,
        double rssGrowthMb,
        int memorySteps,
        long multiplyAddsPerPair,
        long peerMultiplyAddsPerPair,
        int batch,
        int threads,
        int rounds,
        int iterationsPerRound)
        implements Figures {
    @Override
    public List<String> table() {
        return List.of(
                Figures.row("dtn4j", imagesPerSecond, "images/s"),
                Figures.row("dtn4j, simultaneous updates", simultaneousImagesPerSecond, "images/s"),
                Figures.row("peer, naive", peerNaive, "images/s"),
                Figures.row("peer, tuned", peerTuned, "images/s"),
                Figures.row("dtn4j over naive peer", ratioNaive, "x"),
                Figures.row("dtn4j over tuned peer", ratioTuned, "x"),
                Figures.row("useful work", usefulGflops, "GFLOP/s"),
                Figures.row("sgemm peak", sgemmPeakGflops, "GFLOP/s"),
                Figures.row("useful work over sgemm peak", 100 * usefulOverPeak, "%"),
                Figures.row("oneDNN's matrix product, peak", onednnPeakGflops, "GFLOP/s"),
                Figures.row("useful work over oneDNN's peak", 100 * usefulOverOnednnPeak, "%"),
                Figures.row("growth in memory over " + memorySteps + " steps", rssGrowthMb, "MB"));
    }
}

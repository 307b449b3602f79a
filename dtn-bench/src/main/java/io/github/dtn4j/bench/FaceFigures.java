package io.github.dtn4j.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code dtn bench faces} measured, medians. A pair is an image of S and one of T. The four parts of a step add up to it:
 * the batch and the drawing are timed alone, the update of D by leaving it out, and the update of g is what is left.
 *
 * @param peerNaive pairs a second; null where the peer was not run, like all that follows from it
 * @param batchMs gathering embeddings and images; in a step the images are gathered in the background
 * @param drawMs the way forward of G(s) and G(t)
 * @param discriminatorMs D's update
 * @param generatorMs g's update with all that leads to it, f and D included, and that of its average
 * @param encoderMs f, there and back, timed alone; a part of {@code generatorMs}
 * @param usefulGflopPerStep multiplications and additions that a step needs, 10^9
 * @param usefulGflops the same a second
 * @param encoderUsefulGflops of f alone
 * @param sgemmPeakGflops the most that libtorch's {@code mm} reached in the same run, which is OpenBLAS
 * @param onednnPeakGflops the most that a pointwise convolution reached, which is a matrix product of oneDNN
 * @param warmImagesPerSecond images of T, in the warm start of g
 * @param cartoonsPerSecond cartoon faces of 64 x 64 pixels drawn
 * @param embeddingsPerSecond aligned photos through the face encoder, {@code embeddingBatch} at once
 */
@JsonNaming(SnakeCaseStrategy.class)
record FaceFigures(
        double pairsPerSecond,
        @Nullable Double peerNaive,
        @Nullable Double peerTuned,
        @Nullable Double ratioNaive,
        @Nullable Double ratioTuned,
        double stepMs,
        double batchMs,
        double drawMs,
        double discriminatorMs,
        double generatorMs,
        double encoderMs,
        double usefulGflopPerStep,
        double usefulGflops,
        double encoderUsefulGflops,
        double sgemmPeakGflops,
        double usefulOverPeak,
        double onednnPeakGflops,
        double usefulOverOnednnPeak,
        double warmImagesPerSecond,
        double warmUsefulGflops,
        double cartoonsPerSecond,
        double embeddingsPerSecond,
        long multiplyAddsPerStep,
        int batch,
        int constImages,
        int embeddingBatch,
        int threads,
        int rounds,
        int iterationsPerRound)
        implements Figures {
    @Override
    public List<String> table() {
        return List.of(
                Figures.row("dtn4j", pairsPerSecond, "pairs/s"),
                Figures.row("peer, naive", peerNaive, "pairs/s"),
                Figures.row("peer, tuned", peerTuned, "pairs/s"),
                Figures.row("dtn4j over naive peer", ratioNaive, "x"),
                Figures.row("dtn4j over tuned peer", ratioTuned, "x"),
                Figures.row("step of " + batch + " pairs", stepMs, "ms"),
                Figures.row("  batch", batchMs, "ms"),
                Figures.row("  drawing with g", drawMs, "ms"),
                Figures.row("  update of D", discriminatorMs, "ms"),
                Figures.row("  update of g", generatorMs, "ms"),
                Figures.row("    f, there and back", encoderMs, "ms"),
                Figures.row("useful work of a step", usefulGflopPerStep, "GFLOP"),
                Figures.row("useful work", usefulGflops, "GFLOP/s"),
                Figures.row("useful work of f alone", encoderUsefulGflops, "GFLOP/s"),
                Figures.row("sgemm peak", sgemmPeakGflops, "GFLOP/s"),
                Figures.row("useful work over sgemm peak", 100 * usefulOverPeak, "%"),
                Figures.row("oneDNN's matrix product, peak", onednnPeakGflops, "GFLOP/s"),
                Figures.row("useful work over oneDNN's peak", 100 * usefulOverOnednnPeak, "%"),
                Figures.row("warm start", warmImagesPerSecond, "images/s"),
                Figures.row("useful work of the warm start", warmUsefulGflops, "GFLOP/s"),
                Figures.row("cartoon faces drawn", cartoonsPerSecond, "images/s"),
                Figures.row("photos embedded", embeddingsPerSecond, "images/s"));
    }
}

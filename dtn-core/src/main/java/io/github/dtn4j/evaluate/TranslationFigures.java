package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.transfer.Translator;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of any translator, with or without labels; on images that it has not learned from, if the caller has any. All of it but the accuracy
 * is seen through the model's own f, so it compares runs with one f, and says nothing of what only eyes see.
 *
 * @param kept ranks of a source image among all of them, searched for by its own transfer: whether f finds s again from G(s)
 * @param distribution how far transfers lie from real target images, beside how far real ones lie from each other
 * @param identityLoss L_TID, eq. 6: mean squared difference between t and G(t), pixels from -1 to 1
 * @param picture figures of the transfers without a network
 * @param accuracy share of transfers that a classifier of T reads as the class of the source image; null without such labels
 */
public record TranslationFigures(
        @JsonUnwrapped @Nullable TransferAccuracy accuracy,
        @JsonUnwrapped RankFigures kept,
        @JsonProperty("identity_loss") double identityLoss,
        @JsonProperty("distribution") DrawingDistribution distribution,
        @JsonProperty("picture") PictureFigures picture) {

    private static final String FEATURES = "the model's own f";
    private static final int MOST = 2000; // images of either domain
    private static final int BATCH = 50;
    private static final int FEW = 50; // images of either kind, below which a kernel distance is noise

    /** Which images trained nothing: those of S, those of T. */
    public record Unseen(boolean source, boolean target) {}

    /**
     * Measures all that needs no label.
     *
     * @param source images of S, 2 or more
     * @param target images of T, 4 or more
     * @param unseen which of the two trained nothing
     * @param accuracy measured apart, or null
     * @param seed of the subsets of the kernel distance
     */
    public static TranslationFigures measure(
            Translator translator,
            ImageSet source,
            ImageSet target,
            Unseen unseen,
            @Nullable TransferAccuracy accuracy,
            long seed) {
        TranslatorDrawer drawer = new TranslatorDrawer(translator);
        List<Pixels> sources = pixels(source);
        List<Pixels> targets = pixels(target);
        List<Pixels> drawn = drawer.draw(sources);
        float[][] codes = drawer.embedDrawings(drawn);
        int[] each = IntStream.range(0, sources.size()).toArray();
        return new TranslationFigures(
                accuracy,
                Retrieval.measure(codes, drawer.embedPhotos(sources), each, each)
                        .samePhoto(),
                identityLoss(translator, target),
                DrawingDistribution.measure(FEATURES, codes, drawer.embedDrawings(targets), seed),
                PictureFigures.measure(
                        drawn,
                        unseen.source() ? drawn.size() : 0,
                        new PictureFigures.Reference(targets, unseen.target() ? targets.size() : 0)));
    }

    private static List<Pixels> pixels(ImageSet set) {
        return IntStream.range(0, Math.min(MOST, set.count()))
                .mapToObj(set::pixels)
                .toList();
    }

    private static double identityLoss(Translator translator, ImageSet target) {
        int count = Math.min(MOST, target.count());
        double sum = 0;
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(count, from + BATCH);
            ByteBuffer pixels = ByteBuffer.allocateDirect((to - from) * target.imageBytes());
            for (int i = from; i < to; i++) {
                target.copyTo(i, pixels);
            }
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor images = Tensors.images(pixels, to - from, target.height(), target.width(), target.channels());
                Tensor again = translator.reconstruct(images);
                sum += (to - from) * (double) torch.mse_loss(images, again).item_float();
            }
        }
        return sum / count;
    }

    /** The figures as a JSON object. */
    public String toJson() {
        return FiguresJson.of("translation", this);
    }

    /** The figures in a few lines. */
    @Override
    public String toString() {
        String text = String.format(
                Locale.ROOT,
                "f finds an image again by its transfer: median rank %.1f of %,d, rank-1 %.1f %%%n"
                        + "kernel distance to real target images: transfers %.3f, real ones %.3f%n"
                        + "L_TID on target images: %.4f",
                kept.medianRank(),
                kept.gallery(),
                100 * kept.rank1(),
                distribution.model().value(),
                distribution.real().value(),
                identityLoss);
        if (Math.min(distribution.drawings(), distribution.reference()) < FEW) {
            text += System.lineSeparator()
                    + "these are few images: the kernel distances mean nothing, the ranks little";
        }
        text += picture.grain() == null ? "" : System.lineSeparator() + picture;
        return accuracy == null ? text : accuracy + System.lineSeparator() + text;
    }
}

package io.github.dtn4j.run;

import io.github.dtn4j.data.CodeSet;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.evaluate.RankFigures;
import io.github.dtn4j.evaluate.Retrieval;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.torch.ProcessGroup;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.Embeddings;
import io.github.dtn4j.transfer.Translator;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Images of S with f of each, from which G draws, and how well f finds them again by their drawings (paper, section 5.2). Such ranks
 * can be gamed by textures that only f sees; {@code dtn evaluate retrieval} also measures what eyes see.
 *
 * @param codes f of {@code images}, measured from the centre of S
 */
record EmbeddedImages(Translator translator, ImageSet images, Embeddings codes) {
    private static final int BATCH = 50;

    /** Takes the drawings of some images. */
    @FunctionalInterface
    interface Visitor {
        /** Drawings (N, C, H, W) in [-1, 1] of the images from {@code from} on, in a scope that ends with the call. */
        void drawn(int from, Tensor drawings);
    }

    /** Embeds images, unless the set names their embeddings; they belong to {@code resources}. */
    static EmbeddedImages of(
            Translator translator, ImageSet images, String stage, Watcher watcher, Resources resources) {
        Recipe recipe = translator.recipe();
        Embeddings codes = embed(recipe, translator.views().source(), images, watcher, stage, ProcessGroup.ONE);
        return new EmbeddedImages(
                translator,
                images,
                resources.own(codes).aligned(translator.domains().source()));
    }

    /** f of all images of a set; who is in them is read where it was embedded before. */
    static Embeddings embed(
            Recipe recipe, Encoder encoder, ImageSet images, Watcher watcher, String stage, ProcessGroup group) {
        FaceFiles files = new FaceFiles(images.file());
        if (recipe.encoder().type() != EncoderType.FACE || !Files.exists(files.codes())) {
            return Embeddings.of(encoder, images, watcher.progress(stage), group);
        }
        try (CodeSet identities = CodeSet.open(files.codes())) {
            return Embeddings.of(encoder, images, identities, watcher.progress(stage), group);
        }
    }

    /** Draws all images, in batches. */
    void draw(Visitor visitor) {
        for (int from = 0; from < images.count(); from += BATCH) {
            int to = Math.min(images.count(), from + BATCH);
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                visitor.drawn(from, drawn(from, to));
            }
        }
    }

    /** G of some of the images, for which f(s) is at hand; (N, C, H, W). */
    private Tensor drawn(int from, int to) {
        if (!translator.drawsFromImages()) {
            return translator.draw(Tensors.rows(codes.codes(), from, to));
        }
        ByteBuffer pixels = ByteBuffer.allocateDirect((to - from) * images.imageBytes());
        for (int i = from; i < to; i++) {
            images.copyTo(i, pixels);
        }
        return translator.transfer(
                Tensors.images(pixels, to - from, images.height(), images.width(), images.channels()));
    }

    /** Whom or what the images show, to f, (N, identity). */
    float[][] gallery() {
        try (PointerScope scope = new PointerScope()) {
            return identities(codes.codes());
        }
    }

    /** Whom or what the drawings of the images show, to f, (N, identity). */
    float[][] drawings() {
        float[][] drawings = new float[images.count()][];
        draw((from, drawn) -> see(from, drawn, drawings));
        return drawings;
    }

    /** Writes what f sees in some drawings into their rows of {@code drawings}. */
    void see(int from, Tensor drawn, float[][] drawings) {
        float[][] seen = identities(translator.targetCodes(drawn));
        System.arraycopy(seen, 0, drawings, from, seen.length);
    }

    private float[][] identities(Tensor codes) {
        int identity = (int) codes.size(1) - translator.views().target().visible();
        float[] all = Tensors.toArray(codes.narrow(1, 0, identity));
        float[][] rows = new float[all.length / identity][identity];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(all, i * identity, rows[i], 0, identity);
        }
        return rows;
    }

    /** The ranks of all images, each searched for by its own drawing, as {@link #drawings} gives them. */
    Retrieval retrieval(float[][] drawings) {
        int[] each = IntStream.range(0, images.count()).toArray();
        int[] persons =
                images.labelled() ? IntStream.of(each).map(images::label).toArray() : each;
        return Retrieval.measure(drawings, gallery(), each, persons);
    }

    /** Ranks in a line. */
    String line(RankFigures found, boolean unseen) {
        String searched =
                !unseen ? "training images" : translator.findsFaces() ? "photos of unseen people" : "unseen images";
        return String.format(
                Locale.ROOT,
                "median rank %.1f of %d %s (best %.1f %%), rank-1 %.1f %%",
                found.medianRank(),
                found.gallery(),
                searched,
                100 * found.medianRankFraction(),
                100 * found.rank1());
    }
}

package io.github.dtn4j.run;

import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.evaluate.RankFigures;
import io.github.dtn4j.evaluate.Retrieval;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.Embeddings;
import io.github.dtn4j.transfer.Translator;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * How well people, or images, that are kept apart from training are found again by what was drawn of them, through f itself
 * (paper, section 5.2). It can be gamed by textures that only f sees; {@code dtn evaluate retrieval} also measures what eyes see.
 *
 * @param photos of them
 * @param people f of {@code photos}, measured from the centre of S
 * @param persons who is on each photo
 */
record FaceExaminer(Translator translator, ImageSet photos, Embeddings people, int[] persons) implements Examiner {
    private static final int BATCH = 50;

    @Override
    public Report examine() {
        RankFigures found = retrieval().samePhoto();
        return new Report(
                Map.of("retrieval/median_rank", found.medianRank(), "retrieval/rank1", found.rank1()),
                String.format(
                        Locale.ROOT,
                        "median rank %.1f of %d %s (best %.1f %%), rank-1 %.1f %%",
                        found.medianRank(),
                        found.gallery(),
                        translator.findsFaces() ? "photos of unseen people" : "unseen images",
                        100 * found.medianRankFraction(),
                        100 * found.rank1()));
    }

    /** The ranks of all photos, each searched for by its own drawing. */
    Retrieval retrieval() {
        return Retrieval.measure(
                drawings(), gallery(), IntStream.range(0, people.count()).toArray(), persons);
    }

    /** Who the photos show, (N, identity). */
    float[][] gallery() {
        try (PointerScope scope = new PointerScope()) {
            return identities(people.codes());
        }
    }

    /** Who the drawings of the photos show, (N, identity). */
    float[][] drawings() {
        int count = people.count();
        float[][] drawings = new float[count][];
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(count, from + BATCH);
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                float[][] seen = identities(translator.targetCodes(drawn(from, to)));
                System.arraycopy(seen, 0, drawings, from, seen.length);
            }
        }
        return drawings;
    }

    /** G of some of the photos, for which f(s) is at hand; (N, C, H, W). */
    private Tensor drawn(int from, int to) {
        if (!translator.drawsFromImages()) {
            return translator.draw(Tensors.rows(people.codes(), from, to));
        }
        ByteBuffer pixels = ByteBuffer.allocateDirect((to - from) * photos.imageBytes());
        for (int i = from; i < to; i++) {
            photos.copyTo(i, pixels);
        }
        return translator.transfer(
                Tensors.images(pixels, to - from, photos.height(), photos.width(), photos.channels()));
    }

    private float[][] identities(Tensor codes) {
        int identity = (int) codes.size(1) - translator.vision().target().visible();
        float[] all = Tensors.toArray(codes.narrow(1, 0, identity));
        float[][] rows = new float[all.length / identity][identity];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(all, i * identity, rows[i], 0, identity);
        }
        return rows;
    }
}

package io.github.dtn4j.run;

import io.github.dtn4j.evaluate.Retrieval;
import io.github.dtn4j.torch.Tensors;
import io.github.dtn4j.train.Embeddings;
import io.github.dtn4j.transfer.Translator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * How well people who are kept apart from training are found again by their drawings, through f itself (paper,
 * section 5.2).
 *
 * @param people f of their photos, measured from the centre of S
 * @param persons who is on each photo
 */
record FaceExaminer(Translator translator, Embeddings people, int[] persons) implements Examiner {
    private static final int BATCH = 50;

    @Override
    public Report examine() {
        int count = people.count();
        int identity = translator.vision().target().dimension()
                - translator.vision().target().visible();
        float[][] photos = new float[count][];
        float[][] drawings = new float[count][];
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(count, from + BATCH);
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor codes = Tensors.rows(people.codes(), from, to);
                Tensor seen = translator.targetCodes(translator.draw(codes));
                for (int i = from; i < to; i++) {
                    photos[i] = Tensors.toArray(codes.select(0, i - from).narrow(0, 0, identity));
                    drawings[i] = Tensors.toArray(seen.select(0, i - from).narrow(0, 0, identity));
                }
            }
        }
        Retrieval retrieval =
                Retrieval.measure(drawings, photos, IntStream.range(0, count).toArray(), persons);
        double fraction = retrieval.samePhoto().medianRankFraction();
        return new Report(
                Map.of(
                        "retrieval/median_rank", retrieval.samePhoto().medianRank(),
                        "retrieval/rank1", retrieval.samePhoto().rank1()),
                String.format(
                        Locale.ROOT,
                        "median rank %.1f of %d validation photos (best %.1f %%), rank-1 %.1f %%",
                        retrieval.samePhoto().medianRank(),
                        count,
                        100 * fraction,
                        100 * retrieval.samePhoto().rank1()));
    }
}

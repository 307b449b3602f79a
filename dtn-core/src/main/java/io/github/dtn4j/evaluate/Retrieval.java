package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How well a person is found again by a drawing (paper, section 5.2, table 4): the photos of a gallery are sorted by the
 * likeness of their embeddings to the drawing's, and the rank of the wanted photo counts. Likeness is the cosine between
 * embeddings, each measured from the mean of its own kind, because those of drawings and of photos lie apart.
 *
 * @param samePhoto ranks of the photo that the drawing was made from
 * @param otherPhoto ranks of the best other photo of the same person, the drawing's own photo taken out of the gallery;
 *     drawings of people with one photo are left out; null where all are
 */
public record Retrieval(
        @JsonUnwrapped RankFigures samePhoto,
        @JsonProperty("other_photo") @Nullable RankFigures otherPhoto) {

    /**
     * Ranks the gallery for each drawing.
     *
     * @param drawings (Q, D), their embeddings, Q at least 1
     * @param photos (N, D), the gallery's embeddings
     * @param photoOf row of {@code photos} that each drawing was made from, Q
     * @param persons who is on each photo of the gallery, N
     * @throws io.github.dtn4j.DtnException if an embedding is not finite
     */
    public static Retrieval measure(float[][] drawings, float[][] photos, int[] photoOf, int[] persons) {
        if (drawings.length != photoOf.length || photos.length != persons.length) {
            throw new IllegalArgumentException("%d drawings of %d photos, %d photos of %d persons"
                    .formatted(drawings.length, photoOf.length, photos.length, persons.length));
        }
        Directions queries = Directions.of(drawings);
        Directions gallery = Directions.of(photos);
        return figures(photoOf, persons, query -> gallery.cosines(queries.row(query)));
    }

    /** The figures of a guess: all photos of the gallery are equally alike. */
    public static Retrieval chance(int[] photoOf, int[] persons) {
        double[] alike = new double[persons.length];
        return figures(photoOf, persons, query -> alike);
    }

    /** The figures as a JSON object. */
    public String toJson() {
        return FiguresJson.of("retrieval", this);
    }

    private record Ranks(Rank same, @Nullable Rank other) {}

    /** @param likeness of a drawing to all photos of the gallery */
    private static Retrieval figures(int[] photoOf, int[] persons, IntFunction<double[]> likeness) {
        List<Ranks> ranks = IntStream.range(0, photoOf.length)
                .parallel()
                .mapToObj(query -> ranks(likeness.apply(query), photoOf[query], persons))
                .toList();
        List<Rank> same = ranks.stream().map(Ranks::same).toList();
        List<Rank> other =
                ranks.stream().map(Ranks::other).filter(Objects::nonNull).toList();
        return new Retrieval(
                RankFigures.of(persons.length, same),
                other.isEmpty() ? null : RankFigures.of(persons.length - 1, other));
    }

    private static Ranks ranks(double[] likeness, int own, int[] persons) {
        IntPredicate isOwn = row -> row == own;
        IntPredicate isOther = row -> row != own && persons[row] == persons[own];
        boolean hasOther = IntStream.range(0, persons.length).anyMatch(isOther);
        return new Ranks(
                rank(likeness, isOwn, row -> row != own),
                hasOther ? rank(likeness, isOther, row -> persons[row] != persons[own]) : null);
    }

    /** The rank of the best wanted photo among the rivals. */
    private static Rank rank(double[] likeness, IntPredicate wanted, IntPredicate rival) {
        double best = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < likeness.length; row++) {
            best = wanted.test(row) ? Math.max(best, likeness[row]) : best;
        }
        int better = 0;
        int tied = 0;
        int wantedAtBest = 0;
        for (int row = 0; row < likeness.length; row++) {
            better += rival.test(row) && likeness[row] > best ? 1 : 0;
            tied += rival.test(row) && likeness[row] == best ? 1 : 0;
            wantedAtBest += wanted.test(row) && likeness[row] == best ? 1 : 0;
        }
        return new Rank(better, tied, wantedAtBest);
    }
}

package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Ranks of many queries in figures. A rank of 1 is the best.
 *
 * @param gallery photos that each query is compared with
 * @param queries how many were ranked
 * @param medianRank of the queries
 * @param meanRank of the queries
 * @param medianRankFraction {@code medianRank / gallery}, the figure to compare between galleries
 * @param rank1 share of the queries with rank 1, 0 to 1
 * @param rank5 share of the queries with rank 5 or better, 0 to 1
 */
public record RankFigures(
        @JsonProperty("gallery") int gallery,
        @JsonProperty("queries") int queries,
        @JsonProperty("median_rank") double medianRank,
        @JsonProperty("mean_rank") double meanRank,
        @JsonProperty("median_rank_fraction") double medianRankFraction,
        @JsonProperty("rank1") double rank1,
        @JsonProperty("rank5") double rank5) {

    private static final double ROUNDING = 1e-9;

    /** The figures of at least one rank, expected over the order of equally alike photos. */
    static RankFigures of(int gallery, List<Rank> ranks) {
        if (ranks.isEmpty()) {
            throw new IllegalArgumentException("no ranks");
        }
        double median = (quantile(gallery, ranks, 0.5 - ROUNDING) + quantile(gallery, ranks, 0.5 + ROUNDING)) / 2.0;
        return new RankFigures(
                gallery,
                ranks.size(),
                median,
                ranks.stream().mapToDouble(Rank::expected).average().orElseThrow(),
                median / gallery,
                within(ranks, 1),
                within(ranks, 5));
    }

    /** The least rank that at least this share of the queries reaches. */
    private static int quantile(int gallery, List<Rank> ranks, double share) {
        int low = 1;
        int high = gallery;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (within(ranks, middle) >= share) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double within(List<Rank> ranks, int most) {
        return ranks.stream()
                .mapToDouble(rank -> rank.withinProbability(most))
                .average()
                .orElseThrow();
    }
}

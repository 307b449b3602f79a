package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How well images of T are read that nobody has labelled (paper, section 5.1, table 2). Each figure is the share of T's test images
 * that are read rightly, 0 to 1.
 *
 * @param nearestNeighbour by the nearest G(s) in pixels, which has the label of s: the paper's figure
 * @param network by a small network trained on G(s) with the labels of s
 * @param networkSelfTrained by the same network trained again, on images of T, too, as the first one reads them
 * @param sourceOnly by the same network trained on s itself
 * @param sourceOnlyNearestNeighbour by the nearest s
 * @param encoder by the classifier that f was trained with; null where f has none
 * @param oracle by the same network trained on labelled images of T; null where these have no labels
 * @param oracleNearestNeighbour by the nearest of those
 * @param count test images
 */
public record AdaptationFigures(
        @JsonProperty("nearest_neighbour") double nearestNeighbour,
        @JsonProperty("network") double network,
        @JsonProperty("network_self_trained") double networkSelfTrained,
        @JsonProperty("source_only") double sourceOnly,
        @JsonProperty("source_only_nearest_neighbour") double sourceOnlyNearestNeighbour,
        @JsonProperty("encoder") @Nullable Double encoder,
        @JsonProperty("oracle") @Nullable Double oracle,
        @JsonProperty("oracle_nearest_neighbour") @Nullable Double oracleNearestNeighbour,
        @JsonProperty("count") int count) {

    /** The figures as a JSON object. */
    public String toJson() {
        return FiguresJson.of("adaptation", this);
    }

    /** The figures in a small table. */
    @Override
    public String toString() {
        return "read rightly of %,d test images of the target:%n".formatted(count)
                + line("trained on", "nearest in pixels", "network")
                + line("transferred source images", text(nearestNeighbour), text(network))
                + line("... and the target's, unlabelled", "", text(networkSelfTrained))
                + line("source images", text(sourceOnlyNearestNeighbour), text(sourceOnly))
                + line("source images, f itself", "", text(encoder))
                + line("labelled target images", text(oracleNearestNeighbour), text(oracle));
    }

    private static String line(String training, String nearest, String network) {
        return String.format(Locale.ROOT, "  %-34s%18s%12s%n", training, nearest, network);
    }

    private static String text(@Nullable Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}

package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Locale;
import java.util.Map;

/**
 * How well people survive in their drawings: to f, and to the eye. A rank through f alone can be gamed, by textures that
 * nobody sees, so the two belong together.
 *
 * @param drawings retrieval of the person by the model's drawing (paper, table 4)
 * @param jpeg50 the same once the drawings went through a JPEG of quality 50
 * @param down32 the same once the drawings went down to 32 x 32 pixels and up again
 * @param nearestDrawing retrieval by the ready drawing that f finds most like the photo
 * @param attributesOnly retrieval by what is visible in the model's drawing, without f
 * @param chance what a guess reaches
 * @param visible agreement of photo and drawing, by trait
 * @param people in the gallery, none of whom the model has learned from
 * @param readyDrawings among which {@code nearestDrawing} was found
 * @param seed of the choice of photos and of the shuffles
 */
public record FaceFigures(
        @JsonUnwrapped Retrieval drawings,
        @JsonProperty("jpeg50") Retrieval jpeg50,
        @JsonProperty("down32") Retrieval down32,
        @JsonProperty("nearest_drawing") Retrieval nearestDrawing,
        @JsonProperty("attributes_only") Retrieval attributesOnly,
        @JsonProperty("chance") Retrieval chance,
        @JsonProperty("visible") Map<String, VisibleAgreement> visible,
        @JsonProperty("people") int people,
        @JsonProperty("ready_drawings") int readyDrawings,
        @JsonProperty("seed") long seed) {

    /** The figures as a JSON object. */
    public String toJson() {
        return FiguresJson.of("retrieval", this);
    }

    /** The figures as two tables. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d drawings, %,d photos of %,d unseen people%n%n%-30s%10s%10s%10s%10s%10s%n",
                drawings.samePhoto().queries(),
                drawings.samePhoto().gallery(),
                people,
                "rank of the photo",
                "median",
                "mean",
                "best %",
                "rank-1 %",
                "rank-5 %"));
        row(text, "drawing", drawings.samePhoto());
        row(text, "  after JPEG quality 50", jpeg50.samePhoto());
        row(text, "  after 32 px down and up", down32.samePhoto());
        row(text, "nearest ready drawing", nearestDrawing.samePhoto());
        row(text, "visible attributes only", attributesOnly.samePhoto());
        row(text, "chance", chance.samePhoto());
        RankFigures other = drawings.otherPhoto();
        RankFigures otherChance = chance.otherPhoto();
        if (other != null && otherChance != null) {
            row(text, "another photo (%,d drawings)".formatted(other.queries()), other);
            row(text, "  chance", otherChance);
        }
        text.append(String.format(
                Locale.ROOT,
                "%n%-30s%10s%10s%10s%10s%n",
                "visible in photo and drawing",
                "drawing",
                "shuffled",
                "nearest",
                "pairs"));
        visible.forEach((trait, agreement) -> text.append(String.format(
                Locale.ROOT,
                "%-30s%10.2f%10.2f%10.2f%,10d%n",
                "%s (%s)"
                        .formatted(
                                trait.replace('_', ' '),
                                agreement.measure().equals("spearman") ? "rank corr." : "accuracy"),
                agreement.model(),
                agreement.shuffled(),
                agreement.nearestDrawing(),
                agreement.pairs())));
        return text.toString().stripTrailing();
    }

    private static void row(StringBuilder text, String name, RankFigures figures) {
        text.append(String.format(
                Locale.ROOT,
                "%-30s%,10.1f%,10.1f%10.2f%10.2f%10.2f%n",
                name,
                figures.medianRank(),
                figures.meanRank(),
                100 * figures.medianRankFraction(),
                100 * figures.rank1(),
                100 * figures.rank5()));
    }
}

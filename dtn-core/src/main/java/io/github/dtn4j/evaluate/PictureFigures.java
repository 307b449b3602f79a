package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dtn4j.image.Pixels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Figures of drawings that no network takes part in, beside those of real images of T. All but the counts are null where there are
 * fewer than {@value #LEAST} drawings or real images, which is too few to compare.
 *
 * @param grain distance of the drawings' local contrast from that of real images, octaves, see {@link Grain}
 * @param realGrain distance of one half of the real images from the other
 * @param flat share of flat windows in the drawings, 0 to 1
 * @param realFlat share of flat windows in the real images, 0 to 1
 * @param diversity median distance of a drawing from its nearest other drawing, over that of as many real images: near 0 where all
 *     drawings look alike, near 1 where they differ as real images do; null also where the real images are all equal
 * @param drawings compared
 * @param unseenDrawings how many of them were drawn from images that g was not trained on
 * @param realImages compared
 * @param unseenRealImages how many of them trained nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PictureFigures(
        @JsonProperty("grain") @Nullable Double grain,
        @JsonProperty("real_grain") @Nullable Double realGrain,
        @JsonProperty("flat") @Nullable Double flat,
        @JsonProperty("real_flat") @Nullable Double realFlat,
        @JsonProperty("diversity") @Nullable Double diversity,
        @JsonProperty("drawings") int drawings,
        @JsonProperty("unseen_drawings") int unseenDrawings,
        @JsonProperty("real_images") int realImages,
        @JsonProperty("unseen_real_images") int unseenRealImages) {
    /** Fewest images of either kind that can be compared. */
    public static final int LEAST = 500;

    private static final double EQUAL = 1 / 255.0; // half a level, below which a distance is rounding

    /** Real images of T that drawings are compared with, and the figures of these alone, which are computed once. */
    public static final class Reference {
        private final List<Pixels> images;
        private final int unseen;
        private final @Nullable Grain grain;
        private final double realGrain;
        private int counted;
        private double nearest;

        /**
         * Measures real images.
         *
         * @param images of the shape of the drawings
         * @param unseen how many of them trained nothing
         */
        public Reference(List<Pixels> images, int unseen) {
            this.images = List.copyOf(images);
            this.unseen = unseen;
            if (images.size() < LEAST) {
                grain = null;
                realGrain = 0;
                return;
            }
            Grain half = Grain.of(every(2, 0)); // in turns, because sets may be sorted by class
            Grain other = Grain.of(every(2, 1));
            grain = half.plus(other);
            realGrain = other.distance(half);
        }

        private double nearest(int count) {
            if (counted != count) {
                nearest = Diversity.nearest(IntStream.range(0, count)
                        .mapToObj(i -> images.get((int) ((long) i * images.size() / count)))
                        .toList());
                counted = count;
            }
            return nearest;
        }

        private List<Pixels> every(int stride, int from) {
            return IntStream.iterate(from, i -> i < images.size(), i -> i + stride)
                    .mapToObj(images::get)
                    .toList();
        }
    }

    /**
     * Compares drawings with real images.
     *
     * @param drawn images of one shape, which is that of the real ones
     * @param unseen how many of them were drawn from images that g was not trained on
     */
    public static PictureFigures measure(List<Pixels> drawn, int unseen, Reference real) {
        int reals = real.images.size();
        Grain reference = real.grain;
        if (drawn.size() < LEAST || reference == null) {
            return new PictureFigures(null, null, null, null, null, drawn.size(), unseen, reals, real.unseen);
        }
        Grain grain = Grain.of(drawn);
        int count = Math.min(drawn.size(), reals);
        double nearest = real.nearest(count);
        return new PictureFigures(
                grain.distance(reference),
                real.realGrain,
                grain.flat(),
                reference.flat(),
                nearest < EQUAL ? null : (Double) (Diversity.nearest(drawn.subList(0, count)) / nearest),
                drawn.size(),
                unseen,
                reals,
                real.unseen);
    }

    /** The figures by the names under which they are logged; empty where there are too few images. */
    public Map<String, Double> scalars() {
        Map<String, Double> scalars = new LinkedHashMap<>();
        if (grain != null && flat != null) {
            scalars.put("picture/grain", grain);
            scalars.put("picture/flat", flat);
        }
        if (diversity != null) {
            scalars.put("picture/diversity", diversity);
        }
        return scalars;
    }

    /** The figures in a line, without the counts unless there are too few images. */
    public String line() {
        if (grain == null || realGrain == null || flat == null || realFlat == null) {
            return "grain: too few to compare (%,d drawings and %,d real images, %d of each are needed)"
                    .formatted(drawings, realImages, LEAST);
        }
        return String.format(
                Locale.ROOT,
                "grain %.2f octaves (real %.2f), flat %.1f %% (real %.1f %%), diversity %s",
                grain,
                realGrain,
                100 * flat,
                100 * realFlat,
                diversity == null
                        ? "unknown, all real images are equal"
                        : String.format(Locale.ROOT, "%.2f", diversity));
    }

    /** The counts in a line. */
    public String counts() {
        return String.format(
                Locale.ROOT,
                "%,d drawings (%,d of unseen images) beside %,d real images (%,d unseen)",
                drawings,
                unseenDrawings,
                realImages,
                unseenRealImages);
    }

    /** The figures and their counts in a line. */
    @Override
    public String toString() {
        return line() + "; " + counts();
    }
}

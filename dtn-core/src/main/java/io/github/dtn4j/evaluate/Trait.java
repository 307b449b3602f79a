package io.github.dtn4j.evaluate;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is compared between a photo and a drawing. */
enum Trait {
    SKIN_TONE(VisibleTraits::skinTone, 0),
    HAIR_COLOUR(VisibleTraits::hairColour, 0),
    HAIR_LENGTH(VisibleTraits::hairLength, 0),
    FACE_WIDTH(VisibleTraits::faceWidth, 0),
    BEARD(VisibleTraits::beard, 0.2),
    GLASSES(VisibleTraits::glasses, 0.12),
    MOUTH_OPEN(VisibleTraits::mouthOpen, 0.4);

    private final ToDoubleFunction<VisibleTraits> value;
    private final double positives;

    Trait(ToDoubleFunction<VisibleTraits> value, double positives) {
        this.value = value;
        this.positives = positives;
    }

    /** The name in figures. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its value in a face; NaN where it could not be read. */
    double of(VisibleTraits face) {
        return value.applyAsDouble(face);
    }

    /** True for a trait that a face has or lacks, false for one that it has more or less of. */
    boolean yesOrNo() {
        return positives > 0;
    }

    /** How well two rows of values, of the same faces, agree: balanced accuracy or Spearman's rank correlation. */
    double agreement(double[] photos, double[] drawings) {
        return yesOrNo()
                ? BalancedAccuracy.of(photos, drawings, positives)
                : RankCorrelation.spearman(photos, drawings);
    }
}

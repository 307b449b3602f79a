package io.github.dtn4j.data;

import java.util.Map;
import java.util.Objects;

/**
 * All that there is to know of a cartoon face; the drawing follows from it.
 *
 * @param sex of the person
 * @param faceWidth 0 (narrow) to 1 (wide)
 * @param bodyWidth factor on the width of neck and shoulders
 * @param skinTone 0 (the lightest) to 1 (the darkest); a step of the same size is one of about the same lightness
 * @param skinRgb the skin's colour, 0xRRGGBB
 * @param hairColour group of the hair's colour
 * @param hairRgb the colour of hair, eyebrows and beard, 0xRRGGBB
 * @param hairLength how far the hair reaches
 * @param facialHair kind of beard
 * @param stubble opacity of the shadow where hair and beard are shaven, 0 to 1
 * @param frameRgb colour of the glasses' frame, 0xRRGGBB
 * @param parts the drawing of every feature
 */
public record CartoonFace(
        Sex sex,
        double faceWidth,
        double bodyWidth,
        double skinTone,
        int skinRgb,
        HairColour hairColour,
        int hairRgb,
        HairLength hairLength,
        FacialHair facialHair,
        double stubble,
        int frameRgb,
        Map<CartoonFeature, CartoonPart> parts) {

    /** Checks that every feature is named. */
    public CartoonFace {
        parts = Map.copyOf(parts);
        if (parts.size() < CartoonFeature.values().length) {
            throw new IllegalArgumentException("a face with " + parts.keySet() + " only");
        }
    }

    /** The drawing of a feature. */
    public CartoonPart part(CartoonFeature feature) {
        return Objects.requireNonNull(parts.get(feature));
    }

    /** True if the person wears glasses. */
    public boolean glasses() {
        return part(CartoonFeature.GLASSES).present();
    }
}

package io.github.dtn4j.evaluate;

/**
 * What can be seen of a face, read from pixels and landmarks without any network that training uses. The scales of photos and
 * of drawings differ, so that only the order of values within one kind means something. NaN: cannot be read.
 *
 * @param skinTone lightness of the cheeks; more is lighter
 * @param hairColour lightness of the hair; more is lighter; NaN for a bald head
 * @param hairLength share of hair beside the lower face, 0 to 1
 * @param beard share of the lower face that hair covers or darkens
 * @param glasses strength of what lies around the eyes and on the bridge of the nose
 * @param faceWidth width of the face over its height
 * @param mouthOpen height of the open mouth over the height of the face
 */
record VisibleTraits(
        double skinTone,
        double hairColour,
        double hairLength,
        double beard,
        double glasses,
        double faceWidth,
        double mouthOpen) {}

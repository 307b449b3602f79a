package io.github.dtn4j.model;

import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.Landmarks;
import io.github.dtn4j.image.Pixels;

/**
 * A face cut out of a photo.
 *
 * @param crop the face as {@link io.github.dtn4j.image.FaceFrame} places it, RGB
 * @param box where the detector saw it, in pixels of the photo
 * @param score how sure the detector is, above 0.5, at most 1
 * @param landmarks in pixels of the crop
 */
public record AlignedFace(Pixels crop, Box box, double score, Landmarks landmarks) {}

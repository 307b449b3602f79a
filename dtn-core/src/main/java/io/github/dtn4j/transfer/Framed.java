package io.github.dtn4j.transfer;

import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * An image as f takes it, and where it was found.
 *
 * @param pixels of the shape that the model takes
 * @param box where the face is, in pixels of the photo; null where the model does not look for faces
 * @param score how sure the detector is, above 0.5, at most 1
 */
public record Framed(Pixels pixels, @Nullable Box box, double score) {}

package io.github.dtn4j.data;

import io.github.dtn4j.image.Pixels;

/**
 * An image with its class.
 *
 * @param label class number from 0, or -1 without one
 */
public record LabelledImage(Pixels image, int label) {}

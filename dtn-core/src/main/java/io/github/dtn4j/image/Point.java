package io.github.dtn4j.image;

/** A place in an image, in pixels; (0, 0) is the upper left corner of the first pixel. */
public record Point(double x, double y) {}

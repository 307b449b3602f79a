package io.github.dtn4j.serve;

import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.transfer.Framed;
import java.util.List;

/**
 * What became of a photo.
 *
 * @param found how many faces it shows, of which some may not be drawn
 * @param faces what was drawn of it, the largest first
 */
record Drawing(int width, int height, int found, List<Face> faces) {
    /** One thing that was found, and how it is drawn. */
    record Face(Framed source, Pixels drawn) {}
}

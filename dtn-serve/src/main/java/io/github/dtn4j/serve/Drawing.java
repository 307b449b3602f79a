package io.github.dtn4j.serve;

import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.transfer.Framed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a photo.
 *
 * @param width of the photo
 * @param height of the photo
 * @param found how many faces it shows, of which some may not be drawn
 * @param faces what was drawn of it, the largest first
 */
record Drawing(int width, int height, int found, List<Face> faces) {
    /**
     * One thing that was found, and how it is drawn.
     *
     * @param box where it is, in pixels of the photo; null where the model does not look for faces
     * @param score how sure the detector is; null likewise
     */
    record Face(@Nullable Box box, @Nullable Double score, Pixels drawn) {
        /** @param scale how many pixels of the photo one is wide of what was searched */
        static Face of(Framed source, Pixels drawn, double scale) {
            Box box = source.box();
            return box == null ? new Face(null, null, drawn) : new Face(box.scaled(scale), source.score(), drawn);
        }
    }
}

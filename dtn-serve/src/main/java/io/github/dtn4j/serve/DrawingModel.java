package io.github.dtn4j.serve;

import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.transfer.Framed;
import java.util.List;

/** What the {@link Batcher} needs of a model: its two halves, each for many images at once. */
interface DrawingModel {
    /** All that there is to draw in each photo, the largest first. */
    List<List<Framed>> find(List<Pixels> photos);

    /** The drawings of what was found, {@code size} pixels high and wide. */
    List<Pixels> draw(List<Pixels> framed, int size);
}

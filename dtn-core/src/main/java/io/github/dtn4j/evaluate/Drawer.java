package io.github.dtn4j.evaluate;

import io.github.dtn4j.image.Pixels;
import java.util.List;

/** What the measurements of faces ask of a model: drawings of people, and f of both. All images are RGB squares. */
public interface Drawer {
    /** G(x) of aligned faces of one size. */
    List<Pixels> draw(List<Pixels> faces);

    /** Who aligned faces of one size show, (N, D), measured from the centre of S. */
    float[][] embedPhotos(List<Pixels> faces);

    /** Who drawings of one size show, (N, D), measured from the centre of T. */
    float[][] embedDrawings(List<Pixels> drawings);
}

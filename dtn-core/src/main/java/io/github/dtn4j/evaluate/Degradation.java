package io.github.dtn4j.evaluate;

import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.util.List;

/** What a drawing goes through before it is measured, to see whether the figures ride on a texture that nobody sees. */
enum Degradation {
    /** A JPEG of quality 50 and back. */
    JPEG50 {
        @Override
        Pixels apply(Pixels drawing) {
            return Images.decode(Images.encodeJpeg(drawing, 50), "drawing");
        }
    },
    /** Down to 32 x 32 pixels and up again to its size. */
    DOWN32 {
        @Override
        Pixels apply(Pixels drawing) {
            return Images.resize(Images.resize(drawing, 32, 32), drawing.height(), drawing.width());
        }
    };

    /** One drawing, RGB, degraded; of the same size. */
    abstract Pixels apply(Pixels drawing);

    /** All drawings, degraded. */
    List<Pixels> apply(List<Pixels> drawings) {
        return drawings.parallelStream().map(this::apply).toList();
    }
}

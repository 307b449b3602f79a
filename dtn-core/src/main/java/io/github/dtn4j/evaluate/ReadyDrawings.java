package io.github.dtn4j.evaluate;

import io.github.dtn4j.image.Pixels;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The baseline that needs no training: for each photo, the one of many ready drawings that f finds most alike.
 *
 * @param codes f of the drawings, (N, D)
 */
@SuppressWarnings("ArrayRecordComponent") // made here and only read
record ReadyDrawings(List<VisibleTraits> traits, float[][] codes) {
    static ReadyDrawings of(List<Pixels> drawings, Drawer model) {
        DrawingReader reader = new DrawingReader();
        return new ReadyDrawings(drawings.parallelStream().map(reader::read).toList(), model.embedDrawings(drawings));
    }

    /** The nearest drawing, by index, to each of some rows of embeddings of photos. */
    int[] nearest(float[][] photos, int[] rows) {
        Directions of = Directions.of(photos);
        Directions ready = Directions.of(codes);
        return IntStream.of(rows)
                .parallel()
                .map(row -> ready.nearest(of.row(row)))
                .toArray();
    }
}

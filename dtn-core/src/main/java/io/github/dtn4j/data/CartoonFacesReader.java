package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the first images of a {@link CartoonFaces} sequence, drawn on all cores at the size that is wanted. No labels. */
public final class CartoonFacesReader implements ImageReader {
    private static final int CHUNK = 256;

    private final CartoonFaces faces;
    private final int count;
    private final int side;

    /**
     * Prepares to draw.
     *
     * @param count images, at least 1
     * @param seed of the sequence
     * @param population whom it shows
     * @param side height and width in pixels
     */
    public CartoonFacesReader(int count, long seed, Population population, int side) {
        if (count < 1) {
            throw DtnException.usage("cannot draw " + count + " cartoon faces; ask for 1 or more");
        }
        this.faces = new CartoonFaces(seed, population);
        this.count = count;
        this.side = side;
    }

    @Override
    public boolean labelled() {
        return false;
    }

    @Override
    public void read(Visitor visitor, Progress progress) {
        for (int start = 0; start < count; ) {
            int end = (int) Math.min(count, start + (long) CHUNK);
            List<Pixels> chunk = IntStream.range(start, end)
                    .parallel()
                    .mapToObj(i -> faces.draw(faces.face(i), side))
                    .toList();
            chunk.forEach(image -> visitor.image(image, -1));
            progress.update(end, count);
            start = end;
        }
    }
}

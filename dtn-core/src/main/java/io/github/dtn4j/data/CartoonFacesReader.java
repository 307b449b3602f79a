package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the first images of a {@link CartoonFaces} sequence, drawn on all cores at the size that is wanted. No labels. */
public final class CartoonFacesReader implements ImageReader {
    private static final int CHUNK = 256;
    private static final int CHUNK_BYTES = 32 << 20;

    private final CartoonFaces faces;
    private final String name;
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
        this.name = "cartoons:%d:%d:%s:%d".formatted(count, seed, population, side);
        this.count = count;
        this.side = side;
    }

    @Override
    public boolean labelled() {
        return false;
    }

    @Override
    public String fingerprint() {
        return name;
    }

    @Override
    public void read(int start, Visitor visitor, Progress progress) {
        int chunk = (int) Math.max(1, Math.min(CHUNK, CHUNK_BYTES / (3L * side * side)));
        try (Ahead<List<Pixels>> ahead = new Ahead<>(start, count, chunk, this::draw)) {
            for (int done = start; ahead.hasNext(); ) {
                List<Pixels> drawn = ahead.next();
                drawn.forEach(image -> visitor.image(visitor.reduce(image), -1));
                done += drawn.size();
                progress.update(done, count);
            }
        }
    }

    private List<Pixels> draw(int from, int to) {
        return IntStream.range(from, to)
                .parallel()
                .mapToObj(i -> faces.draw(faces.face(i), side))
                .toList();
    }
}

package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Reads the first images of a generated sequence, drawn on all cores. */
public final class DrawnReader implements ImageReader {
    private static final int CHUNK = 256; // images
    private static final int CHUNK_BYTES = 32 << 20;

    private final String fingerprint;
    private final int count;
    private final int chunk;
    private final boolean labelled;
    private final IntFunction<LabelledImage> sequence;

    private DrawnReader(
            String fingerprint, int count, int side, boolean labelled, IntFunction<LabelledImage> sequence) {
        if (count < 1) {
            throw DtnException.usage("cannot draw " + count + " images; ask for 1 or more");
        }
        this.fingerprint = fingerprint;
        this.count = count;
        this.chunk = (int) Math.max(1, Math.min(CHUNK, CHUNK_BYTES / (3L * side * side)));
        this.labelled = labelled;
        this.sequence = sequence;
    }

    /** The first {@code count} images of {@link StreetDigits}, with labels. */
    public static DrawnReader streetDigits(int count, long seed) {
        String name = "street-digits:%d:%d".formatted(count, seed);
        return new DrawnReader(name, count, StreetDigits.SIZE, true, new StreetDigits(seed)::sample);
    }

    /** The first {@code count} images of {@link Icons}, with labels. */
    public static DrawnReader icons(int count, long seed) {
        String name = "icons:%d:%d".formatted(count, seed);
        return new DrawnReader(name, count, StreetDigits.SIZE, true, new Icons(seed)::sample);
    }

    /**
     * The first {@code count} images of {@link CartoonFaces}, without labels.
     *
     * @param side height and width in pixels
     */
    public static DrawnReader cartoons(int count, long seed, Population population, int side) {
        String name = "cartoons:%d:%d:%s:%d".formatted(count, seed, population, side);
        CartoonFaces faces = new CartoonFaces(seed, population);
        return new DrawnReader(name, count, side, false, i -> new LabelledImage(faces.draw(faces.face(i), side), -1));
    }

    @Override
    public boolean labelled() {
        return labelled;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public void read(int start, Visitor visitor, Progress progress) {
        try (Ahead<List<LabelledImage>> ahead = new Ahead<>(start, count, chunk, this::draw)) {
            for (int done = start; ahead.hasNext(); ) {
                List<LabelledImage> drawn = ahead.next();
                drawn.forEach(image -> visitor.image(visitor.reduce(image.image()), image.label()));
                done += drawn.size();
                progress.update(done, count);
            }
        }
    }

    private List<LabelledImage> draw(int from, int to) {
        return IntStream.range(from, to).parallel().mapToObj(sequence).toList();
    }
}

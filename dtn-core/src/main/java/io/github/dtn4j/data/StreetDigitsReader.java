package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the first images of a {@link StreetDigits} sequence, drawn on all cores. */
public final class StreetDigitsReader implements ImageReader {
    private static final int CHUNK = 256;

    private final StreetDigits digits;
    private final int count;
    private final long seed;

    /**
     * Prepares to draw.
     *
     * @param count images, at least 1
     * @param seed of the sequence
     */
    public StreetDigitsReader(int count, long seed) {
        if (count < 1) {
            throw DtnException.usage("cannot draw " + count + " street digits; ask for 1 or more");
        }
        this.digits = new StreetDigits(seed);
        this.count = count;
        this.seed = seed;
    }

    @Override
    public boolean labelled() {
        return true;
    }

    @Override
    public String fingerprint() {
        return "street-digits:%d:%d".formatted(count, seed);
    }

    @Override
    public void read(int start, Visitor visitor, Progress progress) {
        try (Ahead<List<StreetDigits.Sample>> ahead = new Ahead<>(start, count, CHUNK, this::draw)) {
            for (int done = start; ahead.hasNext(); ) {
                List<StreetDigits.Sample> chunk = ahead.next();
                chunk.forEach(sample -> visitor.image(visitor.reduce(sample.image()), sample.label()));
                done += chunk.size();
                progress.update(done, count);
            }
        }
    }

    private List<StreetDigits.Sample> draw(int from, int to) {
        return IntStream.range(from, to).parallel().mapToObj(digits::sample).toList();
    }
}

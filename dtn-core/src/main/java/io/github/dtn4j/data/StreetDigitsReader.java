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
    }

    @Override
    public boolean labelled() {
        return true;
    }

    @Override
    public void read(Visitor visitor, Progress progress) {
        for (int start = 0; start < count; ) {
            int end = (int) Math.min(count, start + (long) CHUNK);
            List<StreetDigits.Sample> chunk = IntStream.range(start, end)
                    .parallel()
                    .mapToObj(digits::sample)
                    .toList();
            chunk.forEach(sample -> visitor.image(sample.image(), sample.label()));
            progress.update(end, count);
            start = end;
        }
    }
}

package io.github.dtn4j.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How quickly images come at the begin and at the end of a job, from what it says of its progress now and then. */
final class Pace {
    private final int count;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Integer> images = new ArrayList<>();

    Pace(int count) {
        this.count = count;
    }

    /** So many images were done after so many seconds. */
    void note(double time, int done) {
        seconds.add(time);
        images.add(done);
    }

    /** Images a second of the first tenth, from the first word on; null where fewer than two words tell of it. */
    @Nullable
    Double firstTenth() {
        return images.isEmpty() ? null : rate(images.get(0), Math.max(images.get(0), count / 10.0));
    }

    /** Images a second of the last tenth, up to the last word; null where fewer than two words tell of it. */
    @Nullable
    Double lastTenth() {
        return images.isEmpty() ? null : rate(count * 0.9, images.get(images.size() - 1));
    }

    private @Nullable Double rate(double from, double to) {
        return from < to ? (to - from) / (time(to) - time(from)) : null;
    }

    /** When so many images were done, in a straight line between the two words around it. */
    private double time(double done) {
        int after = 0;
        while (after < images.size() - 1 && images.get(after) < done) {
            after++;
        }
        if (after == 0 || images.get(after) <= done) {
            return seconds.get(after);
        }
        double share = (done - images.get(after - 1)) / (images.get(after) - images.get(after - 1));
        return seconds.get(after - 1) + share * (seconds.get(after) - seconds.get(after - 1));
    }
}

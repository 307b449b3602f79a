package io.github.dtn4j.serve;

import io.github.dtn4j.image.Pixels;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A decoded photo, or as much of its pixels as the model makes use of. They count against the memory that all photos together
 * may take until it is closed.
 */
final class Photo implements AutoCloseable {
    private final AtomicReference<@Nullable Pixels> pixels;
    private final Runnable release;
    private final int width;
    private final int height;
    private final double scale;

    /**
     * @param pixels what is left of the photo
     * @param width of the photo itself
     * @param height of the photo itself
     * @param release what is done once the pixels are let go
     */
    Photo(Pixels pixels, int width, int height, Runnable release) {
        this.pixels = new AtomicReference<>(pixels);
        this.release = release;
        this.width = width;
        this.height = height;
        this.scale = (double) width / pixels.width();
    }

    /** How many pixels of the photo one of what is left of it is wide. */
    double scale() {
        return scale;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** @throws IllegalStateException if it is closed */
    Pixels pixels() {
        Pixels held = pixels.get();
        if (held == null) {
            throw new IllegalStateException("the photo is closed");
        }
        return held;
    }

    @Override
    public void close() {
        if (pixels.getAndSet(null) != null) {
            release.run();
        }
    }
}

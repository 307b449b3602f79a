package io.github.dtn4j.data;

import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.nio.file.Path;
import java.util.List;

/** A collection of images in some format that can be read once, from first to last, in an order that never changes. */
public interface ImageReader {
    /** Whether every image comes with a label. */
    boolean labelled();

    /** Names of the classes in the order of their labels; empty where the format knows only numbers. */
    default List<String> classNames() {
        return List.of();
    }

    /**
     * Reads all images.
     *
     * @throws io.github.dtn4j.DtnException if the collection as a whole cannot be read
     */
    void read(Visitor visitor, Progress progress);

    /** Takes the images as they are read. */
    interface Visitor {
        /** A readable image with its class number, -1 without one. */
        void image(Pixels image, int label);

        /** A file that could not be read as an image, and why. */
        void rejected(Path file, String reason);
    }
}

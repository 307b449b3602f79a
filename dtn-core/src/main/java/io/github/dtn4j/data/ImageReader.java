package io.github.dtn4j.data;

import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.nio.file.Path;
import java.util.List;

/** A collection of images in some format that can be read, from any of them to the last, in an order that never changes. */
public interface ImageReader {
    /** True if every image comes with a label. */
    boolean labelled();

    /** Names of the classes in the order of their labels; empty where the format knows only numbers. */
    default List<String> classNames() {
        return List.of();
    }

    /** Changes whenever the images or their order do, as far as that can be told without reading them. */
    String fingerprint();

    /**
     * Reads the images that follow the first so many.
     *
     * @param start how many images to leave out; those that cannot be read count as well
     * @throws io.github.dtn4j.DtnException if the collection as a whole cannot be read
     */
    void read(int start, Visitor visitor, Progress progress);

    /** Reads all images. */
    default void read(Visitor visitor, Progress progress) {
        read(0, visitor, progress);
    }

    /** Takes the images as they are read. */
    interface Visitor {
        /** As much of an image as it makes use of. Threads may call this side by side, before the image is handed over. */
        default Pixels reduce(Pixels image) {
            return image;
        }

        /** A readable image with its class number, -1 without one. */
        void image(Pixels image, int label);

        /** A file that could not be read as an image, and why. */
        void rejected(Path file, String reason);
    }
}

package io.github.dtn4j.learn;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Prepare;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.run.Watcher;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the two folders, packed in an order drawn by seed and file name, of which the first images are for training, the next
 * for validation and the last for the final figures.
 *
 * @param file the packed set
 * @param count images in it
 * @param validation so many for validation
 * @param test so many for the final figures
 * @param classNames of the subfolders that all images lie in; empty where some do not
 * @param classes one more than the largest label; 0 without labels
 */
record LearnDomain(Path file, int count, int validation, int test, List<String> classNames, int classes) {
    static final int LEAST = 8;
    static final int LEAST_OF_SOURCE = 2; // in a part: a rank needs a rival
    static final int LEAST_OF_TARGET = 4; // in a part: two halves with a spread each
    private static final int MOST_CLASSES = 256;
    private static final int LEAST_OF_CLASS = 4; // on average, for a classifier to be worth its while

    /**
     * Packs a folder; files that cannot be read are left out and listed beside the set.
     *
     * @param least images of each part but the training images, where there is such a part
     * @param validated whether there are validation images
     * @throws DtnException if fewer than {@link #LEAST} images can be read
     */
    static LearnDomain pack(
            FolderReader folder, Path file, Fit fit, int least, boolean validated, long seed, Watcher watcher) {
        Prepare.Result packed = Prepare.prepare(
                folder.shuffled(seed), file, new Prepare.Options(fit, false), watcher.progress("images"));
        if (packed.rejected() > 0) {
            watcher.say("%s: %,d of %,d files could not be read and are left out; they are listed in %s"
                    .formatted(
                            folder.folder(),
                            packed.rejected(),
                            packed.rejected() + packed.count(),
                            file.resolveSibling(Rejections.FILE)));
        }
        if (packed.count() < LEAST) {
            throw DtnException.usage(
                    "%s holds %d images that can be read; at least %d are needed, and thousands are better"
                            .formatted(folder.folder(), packed.count(), LEAST));
        }
        int part = part(packed.count(), least);
        return new LearnDomain(file, packed.count(), validated ? part : 0, part, folder.classNames(), classes(file));
    }

    private static int part(int count, int least) {
        return Math.max(least, count / 10);
    }

    /** The part of a packed folder that is kept for the final figures. */
    static ImageSet test(ImageSet all, int least) {
        return all.slice(all.count() - part(all.count(), least), all.count());
    }

    private static int classes(Path file) {
        try (ImageSet set = ImageSet.open(file)) {
            return set.labelled()
                    ? IntStream.range(0, set.count()).map(set::label).max().orElseThrow() + 1
                    : 0;
        }
    }

    /** Images for training. */
    int training() {
        return count - validation - test;
    }

    /** Whether a classifier can be trained on it. */
    boolean labelled() {
        return classNames.size() >= 2
                && classes <= MOST_CLASSES
                && training() >= LEAST_OF_CLASS * (long) classNames.size();
    }

    /** Whether both are divided into classes of the same names. */
    boolean sharesClassesWith(LearnDomain other) {
        return labelled() && other.labelled() && classNames.equals(other.classNames);
    }

    String trainingImages() {
        return slice(0, training());
    }

    String validationImages() {
        return slice(training(), training() + validation);
    }

    String testImages() {
        return slice(training() + validation, count);
    }

    private String slice(int from, int to) {
        return file + "[" + from + ":" + to + "]";
    }
}

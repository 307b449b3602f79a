package io.github.dtn4j.learn;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Prepare;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.faces.PrepareFaces;
import io.github.dtn4j.run.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the two folders, packed in an order drawn by seed and file name, of which the first images are for training, the next
 * for validation and the last for the final figures. Images that were kept from training stay so when the folder grows.
 *
 * @param file the packed set
 * @param count images in it
 * @param kept the images that are not for training
 * @param classNames of the subfolders that are classes; empty where there are none, and of aligned faces
 * @param classes one more than the largest label; 0 without labels
 */
record LearnDomain(Path file, int count, LearnKept kept, List<String> classNames, int classes) {
    static final int LEAST = 8;
    private static final int MOST_CLASSES = 256;
    private static final int LEAST_OF_CLASS = 4; // on average, for a classifier to be worth its while

    /**
     * Packs a folder; files that cannot be read are left out and listed beside the set.
     *
     * @param validated whether there are validation images
     * @throws DtnException if fewer than {@link #LEAST} images can be read, or those for the figures are gone
     */
    static LearnDomain pack(FolderReader folder, Path file, Fit fit, boolean validated, long seed, Watcher watcher) {
        FolderReader ordered = ordered(folder, file, seed);
        remove(new FaceFiles(file).codes()); // of a set that was aligned before
        Prepare.Result packed =
                Prepare.prepare(ordered, file, new Prepare.Options(fit, false), watcher.progress("images"));
        Path list = file.resolveSibling(Rejections.FILE);
        if (packed.rejected() > 0) {
            watcher.say("%s: %,d of %,d files could not be read and are left out; they are listed in %s"
                    .formatted(folder.folder(), packed.rejected(), packed.rejected() + packed.count(), list));
        }
        checkCount(folder, packed.count(), "can be read");
        LearnKept kept = LearnKept.of(ordered, Rejections.paths(list), file, validated);
        return new LearnDomain(file, packed.count(), kept, folder.classNames(), classes(file));
    }

    /**
     * Finds, aligns and embeds the faces of a folder; images without one are left out and listed beside the set.
     *
     * @param validated whether there are validation images
     * @throws DtnException if faces are found in fewer than {@link #LEAST} images, or those for the figures are gone
     */
    static LearnDomain align(FolderReader folder, Path file, boolean validated, long seed, Watcher watcher) {
        FolderReader ordered = ordered(folder, file, seed);
        PrepareFaces.Result packed = PrepareFaces.prepare(ordered, file, watcher.progress("faces"));
        Path list = new FaceFiles(file).rejected();
        if (packed.rejected() > 0) {
            watcher.say("%s: no face was found in %,d of %,d images; they are left out and listed in %s"
                    .formatted(folder.folder(), packed.rejected(), packed.rejected() + packed.faces(), list));
        }
        checkCount(folder, packed.faces(), "show a face");
        LearnKept kept = LearnKept.of(ordered, Rejections.paths(list), file, validated);
        return new LearnDomain(file, packed.faces(), kept, List.of(), 0);
    }

    /** Packs the first images of a folder in another shape, in the order that {@code packed} has. */
    static void packFirst(int count, FolderReader folder, Path packed, Path file, Fit fit, long seed, Watcher watcher) {
        FolderReader first = ordered(folder, packed, seed).first(count);
        Prepare.prepare(first, file, new Prepare.Options(fit, false), watcher.progress("large images"));
    }

    private static FolderReader ordered(FolderReader folder, Path file, long seed) {
        return folder.shuffled(seed).withLast(LearnKept.read(file).names());
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw DtnException.failure("cannot remove %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    private static void checkCount(FolderReader folder, int count, String what) {
        if (count < LEAST) {
            throw DtnException.usage("%s holds %d images that %s; at least %d are needed, and thousands are better"
                    .formatted(folder.folder(), count, what, LEAST));
        }
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
        return count - kept.validation().size() - kept.test().size();
    }

    /** True if a classifier can be trained on it. */
    boolean labelled() {
        return classNames.size() >= 2
                && classes <= MOST_CLASSES
                && training() >= LEAST_OF_CLASS * (long) classNames.size();
    }

    /** True if both are divided into classes of the same names. */
    boolean sharesClassesWith(LearnDomain other) {
        return labelled() && other.labelled() && classNames.equals(other.classNames);
    }

    String trainingImages() {
        return slice(0, training());
    }

    String validationImages() {
        return slice(training(), count - kept.test().size());
    }

    String testImages() {
        return slice(count - kept.test().size(), count);
    }

    private String slice(int from, int to) {
        return file + "[" + from + ":" + to + "]";
    }
}

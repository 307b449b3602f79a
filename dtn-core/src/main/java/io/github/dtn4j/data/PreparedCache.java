package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps packed copies of raw sources, so that each is read once. Every copy has a folder of its own under a name that
 * changes with the source's content. Of processes that want the same copy at the same time one makes it, and the others wait.
 */
final class PreparedCache {
    private static final Logger LOG = LoggerFactory.getLogger(PreparedCache.class);
    private static final long WAIT_NANOS = 200_000_000;

    private final Path folder;

    PreparedCache(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens the copy, after making it where it is missing, and warns of images that it lacks.
     *
     * @param name the source as its user calls it
     * @param fingerprint changes whenever the source does
     */
    ImageSet open(String name, String fingerprint, Supplier<ImageReader> reader, Fit fit, Progress progress) {
        ImageSet set = openOrPrepare(name, fingerprint, reader, fit, progress);
        Path list = rejections(set);
        int rejected = Rejections.count(list);
        if (rejected > 0) {
            LOG.warn(
                    "{}: {} of {} images could not be read and are left out; they are listed in {}",
                    name,
                    rejected,
                    rejected + set.count(),
                    list);
        }
        return set;
    }

    /** Where images that a copy lacks are listed, if there are any. */
    static Path rejections(ImageSet copy) {
        return copy.file().resolveSibling(Rejections.FILE);
    }

    /** True if a set, or what it is a slice of, is a copy of this cache. */
    boolean holds(ImageSet set) {
        return set.file().startsWith(folder);
    }

    private ImageSet openOrPrepare(
            String name, String fingerprint, Supplier<ImageReader> reader, Fit fit, Progress progress) {
        Path file = folder.resolve(key(name, fingerprint, fit)).resolve("set.images");
        ImageSet made = find(file);
        if (made != null) {
            return made;
        }
        ImageReader images = reader.get();
        Prepare.Options options = new Prepare.Options(fit, false);
        try (ResumableSet set = Prepare.open(
                images, file, options, Journal.PACE, () -> isMissingAfterAWait(file, progress), progress)) {
            made = find(file); // while this one waited for the lock
            if (made != null) {
                set.discard();
                return made;
            }
            Prepare.pack(images, set, file, options, null, progress);
        } catch (DtnException e) {
            return madeByAnother(file, e);
        }
        return ImageSet.open(file);
    }

    private static @Nullable ImageSet find(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return ImageSet.open(file);
        } catch (DtnException e) {
            LOG.warn("{}; preparing it again", e.getMessage());
            return null;
        }
    }

    private static ImageSet madeByAnother(Path file, DtnException fault) {
        try {
            return ImageSet.open(file);
        } catch (DtnException e) {
            throw fault; // nobody else has made it
        }
    }

    private static boolean isMissingAfterAWait(Path file, Progress progress) {
        LockSupport.parkNanos(WAIT_NANOS);
        boolean missing = !Files.exists(file);
        if (missing) {
            progress.update(0, -1); // which ends the wait where the work is to stop
        }
        return missing;
    }

    /** A name that tells a person what it is, and a hash that tells apart what must be told apart. */
    private static String key(String name, String fingerprint, Fit fit) {
        String all = String.join("\n", Prepare.METHOD, fingerprint, fit.size() + "x" + fit.channels());
        byte[] hash = ImageSetWriter.sha256().digest(all.getBytes(StandardCharsets.UTF_8));
        String readable = name.replaceAll(".*[/\\\\](?=.)", "").replaceAll("[^A-Za-z0-9._-]+", "-");
        String shortened = readable.substring(0, Math.min(40, readable.length()));
        return String.join(
                "-",
                shortened,
                fit.size() + "x" + fit.channels(),
                HexFormat.of().formatHex(hash, 0, 8));
    }
}

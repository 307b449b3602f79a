package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Packs the images of any reader into an {@code .images} file. */
public final class Prepare {
    static final String METHOD = "3"; // changes whenever readers or fitting give other pixels or labels

    private Prepare() {}

    /**
     * How to pack.
     *
     * @param fit the shape of the packed images
     * @param strict whether to stop at the first image that cannot be read instead of leaving it out
     */
    public record Options(Fit fit, boolean strict) {}

    /**
     * What was packed.
     *
     * @param count images in the file
     * @param rejected images left out, listed in {@link Rejections#FILE}
     * @param hash {@link ImageSet#hash()}
     * @param imagesPerSecond over reading, fitting and writing
     */
    public record Result(Path file, int count, int rejected, String hash, double imagesPerSecond) {}

    /**
     * A file that is to appear with the set, such as a table of what its images show.
     *
     * @param file its name
     * @param writer writes it to the file that it is given, and tells how far it is; once written, it is kept where the work is
     *     interrupted later
     */
    public record Companion(Path file, BiConsumer<Path, Progress> writer) {}

    /**
     * Reads, fits and packs all images. Beside {@code out} it writes {@link Rejections#FILE} where images were left out, and
     * {@code out.classes.txt}, a line a class, where classes have names. Until all is packed, what there is waits in {@code
     * out.partial}, where the same call goes on after it was stopped or killed ({@link ResumableSet}).
     *
     * @throws DtnException if the source as a whole cannot be read, holds no readable image, or {@code out} cannot be
     *     written or is being written by another process; {@code out} then stays as it was
     */
    public static Result prepare(ImageReader reader, Path out, Options options, Progress progress) {
        return prepare(reader, out, options, null, progress);
    }

    /** The same with another file. */
    public static Result prepare(
            ImageReader reader, Path out, Options options, @Nullable Companion companion, Progress progress) {
        try (ResumableSet set = open(reader, out, options, Journal.PACE, () -> false, progress)) {
            return pack(reader, set, out, options, companion, progress);
        }
    }

    /**
     * Begins to pack, or goes on.
     *
     * @param patience whether to try again while someone else packs the same
     */
    static ResumableSet open(
            ImageReader reader, Path out, Options options, Duration pace, BooleanSupplier patience, Progress progress) {
        String key = "packed %s\n%s".formatted(METHOD, reader.fingerprint());
        return ResumableSet.open(out, key, options.fit(), reader.labelled(), pace, patience, progress);
    }

    static Result pack(
            ImageReader reader,
            ResumableSet set,
            Path out,
            Options options,
            @Nullable Companion companion,
            Progress progress) {
        if (options.strict() && set.rejections().count() > 0) {
            throw DtnException.failure(
                    "an earlier call that was not strict has left out %d images, listed in %s; mend or remove them first"
                            .formatted(set.rejections().count(), set.folder().resolve(Rejections.FILE)));
        }
        long start = System.nanoTime();
        int before = set.count();
        Path unfinished = set.folder().resolve("companion");
        if (companion != null && !Files.exists(unfinished)) {
            companion.writer.accept(unfinished, (done, total) -> progress.update(set.start(), -1));
            set.saveIfDue();
        }
        if (set.start() > 0) {
            progress.update(set.start(), -1); // rate and time left count from here
        }
        reader.read(set.start(), new Packer(set, options), (done, total) -> {
            set.saveIfDue();
            progress.update(done, total);
        });
        if (set.count() > 0) {
            set.complete();
        }
        set.rejections().copyTo(out.resolveSibling(Rejections.FILE));
        if (companion != null) {
            move(unfinished, companion.file);
        }
        if (!reader.classNames().isEmpty() && set.count() > 0) {
            writeText(
                    out.resolveSibling(out.getFileName() + ".classes.txt"),
                    String.join("\n", reader.classNames()) + "\n");
        }
        set.finish();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(out, set.count(), set.rejections().count(), hash(out), (set.count() - before) / seconds);
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw DtnException.failure("cannot write %s: %s".formatted(to, DtnException.reason(e)), e);
        }
    }

    private static String hash(Path file) {
        try (ImageSet set = ImageSet.open(file)) {
            return set.hash();
        }
    }

    private static void writeText(Path file, String text) {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private record Packer(ResumableSet set, Options options) implements ImageReader.Visitor {
        @Override
        public Pixels reduce(Pixels image) {
            return options.fit().apply(image);
        }

        @Override
        public void image(Pixels image, int label) {
            set.add(image, label);
        }

        @Override
        public void rejected(Path file, String reason) {
            if (options.strict()) {
                throw DtnException.failure(reason);
            }
            set.rejections().add(file.toString(), reason);
        }
    }
}

package io.github.dtn4j.data;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Packs the images of any reader into an {@code .images} file. */
public final class Prepare {
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
     * Reads, fits and packs all images. Beside {@code out} it writes {@link Rejections#FILE} where images were left out, and
     * {@code out.classes.txt}, a line a class, where classes have names.
     *
     * @throws DtnException if the source as a whole cannot be read, holds no readable image, or {@code out} cannot be
     *     written; {@code out} then stays as it was
     */
    public static Result prepare(ImageReader reader, Path out, Options options, Progress progress) {
        long start = System.nanoTime();
        Fit fit = options.fit();
        try (ImageSetWriter writer =
                ImageSetWriter.create(out, fit.size(), fit.size(), fit.channels(), reader.labelled())) {
            Packer packer = new Packer(writer, options, reader.labelled());
            reader.read(packer, progress);
            packer.rejections.write(out.resolveSibling(Rejections.FILE));
            writer.finish();
            if (!reader.classNames().isEmpty()) {
                writeText(
                        out.resolveSibling(out.getFileName() + ".classes.txt"),
                        String.join("\n", reader.classNames()) + "\n");
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Result(out, writer.count(), packer.rejections.count(), hash(out), writer.count() / seconds);
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

    private static final class Packer implements ImageReader.Visitor {
        private final ImageSetWriter writer;
        private final Options options;
        private final boolean labelled;
        private final Rejections rejections = new Rejections();

        Packer(ImageSetWriter writer, Options options, boolean labelled) {
            this.writer = writer;
            this.options = options;
            this.labelled = labelled;
        }

        @Override
        public void image(Pixels image, int label) {
            Pixels fitted = options.fit().apply(image);
            if (labelled) {
                writer.add(fitted, label);
            } else {
                writer.add(fitted);
            }
        }

        @Override
        public void rejected(Path file, String reason) {
            if (options.strict()) {
                throw DtnException.failure(reason);
            }
            rejections.add(file.toString(), reason);
        }
    }
}

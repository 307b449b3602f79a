package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Journal;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transfers whatever images are named: a file, a folder, a packed set or any other source. */
public final class TransferJob {
    private TransferJob() {}

    /**
     * What was done.
     *
     * @param count images transferred, also by earlier calls that were stopped
     * @param rejected files left out
     * @param rejections the list of those files, null where there are none
     * @param imagesPerSecond of this call, over reading, transferring and writing
     */
    public record Result(int count, int rejected, @Nullable Path rejections, double imagesPerSecond) {}

    /**
     * Transfers images. An image file becomes a PNG, a folder of images a folder of PNGs with the same names, and anything
     * else a folder of numbered PNGs; all but a single image become a packed set, with the labels that there are, where
     * {@code out} ends in {@code .images}. What is there already is replaced.
     *
     * <p>Where several images are transferred, the same call goes on after it was stopped or killed: what is needed for that
     * is in {@code out.partial}, or in a hidden folder of {@code out}, until all is done.
     *
     * @param in an image file, or a source as {@link Sources} names them
     * @param size height and width of the results, in pixels
     * @throws DtnException if there is no such thing, none of it can be used, {@code out} cannot be written, or another process
     *     writes it
     */
    public static Result run(Translator translator, Sources sources, String in, Path out, int size, Progress progress) {
        return run(translator, sources, in, out, size, Journal.PACE, progress);
    }

    /** The same, with how often to save how far it is. */
    static Result run(
            Translator translator, Sources sources, String in, Path out, int size, Duration pace, Progress progress) {
        long start = System.nanoTime();
        Path path = Path.of(in);
        boolean packed = out.toString().endsWith(".images");
        int count = 1;
        int drawn = 1;
        Path rejections = null;
        if (FolderReader.isImage(path)) {
            checkPng(out);
            Pixels framed = translator.frame(Images.decode(path), in);
            Images.writePng(translator.translateFramed(List.of(framed), size).get(0), out);
        } else if (Files.isDirectory(path) && !packed) {
            FolderTransfer folder = new FolderTransfer(translator, path, out, size, pace);
            folder.run(progress);
            count = folder.count();
            drawn = folder.drawn();
            rejections = folder.rejected() > 0 ? out.resolve(Rejections.FILE) : null;
        } else if (Files.isDirectory(path) && translator.findsFaces()) {
            throw DtnException.usage(
                    "a model for faces turns the photos of a folder into PNGs; name a folder instead of %s"
                            .formatted(out));
        } else {
            try (ImageSet images = sources.open(in, translator.fit(), progress)) {
                count = images.count();
                rejections = sources.rejections(images);
                SetTransfer transfer = new SetTransfer(translator, images, size, pace);
                drawn = packed ? transfer.pack(out, progress) : transfer.number(out, progress);
            }
        }
        int rejected = rejections == null ? 0 : Rejections.count(rejections);
        return new Result(count, rejected, rejections, drawn / ((System.nanoTime() - start) / 1e9));
    }

    /**
     * Transfers all faces of a photo: {@code out} becomes {@code out-1.png}, {@code out-2.png} ..., the largest face first.
     *
     * @throws DtnException if {@code in} is no image file, shows no face, or the files cannot be written
     */
    public static Result all(Translator translator, String in, Path out, int size) {
        long start = System.nanoTime();
        Path path = Path.of(in);
        if (!FolderReader.isImage(path)) {
            throw DtnException.usage("--all takes one photo; %s is no image file".formatted(in));
        }
        checkPng(out);
        List<Framed> found = translator.frameAll(List.of(Images.decode(path))).get(0);
        if (found.isEmpty()) {
            throw Framing.noFace(in);
        }
        List<Pixels> drawn =
                translator.translateFramed(found.stream().map(Framed::pixels).toList(), size);
        String name = String.valueOf(out.getFileName()).replaceFirst("\\.png$", "");
        for (int i = 0; i < drawn.size(); i++) {
            Images.writePng(drawn.get(i), out.resolveSibling(name + "-" + (i + 1) + ".png"));
        }
        return new Result(drawn.size(), 0, null, drawn.size() / ((System.nanoTime() - start) / 1e9));
    }

    /** Checks that a name is that of a PNG file, which is what one image and a grid become. */
    public static void checkPng(Path out) {
        if (!out.toString().endsWith(".png")) {
            throw DtnException.usage("one image becomes a PNG file; give %s the ending .png".formatted(out));
        }
    }
}

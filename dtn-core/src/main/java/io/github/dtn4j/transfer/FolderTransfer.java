package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Transfers every image of a folder, and of the folders in it, to a PNG at the same place of another folder. */
final class FolderTransfer {
    private static final int BATCH = 32; // photos; three batches are in memory at a time, of up to 12 MB a photo

    private final Translator translator;
    private final int size;
    private final Path in;
    private final Path out;
    private final Rejections rejections = new Rejections();
    private int count;

    FolderTransfer(Translator translator, Path in, Path out, int size) {
        if (out.toAbsolutePath().normalize().startsWith(in.toAbsolutePath().normalize())) {
            throw DtnException.usage(
                    "the results in %s would lie among the images in %s; name another folder".formatted(out, in));
        }
        this.translator = translator;
        this.size = size;
        this.in = in;
        this.out = out;
    }

    /** An image and the place of its drawing, or the reason why there is none. */
    private record Job(Path file, Path result, @Nullable Pixels image, String fault) {}

    private record Drawing(Pixels image, Path place) {}

    /**
     * Transfers all; a file that cannot be read or shows no face is left out and listed in {@link Rejections#FILE}. While one
     * batch is drawn, the next is decoded and the last one written.
     */
    void run(Progress progress) {
        List<Path> files = new FolderReader(in).files();
        List<Path> results = results(files);
        CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        CompletableFuture<List<Job>> next = decode(files, results, 0);
        try {
            for (int start = 0; start < files.size(); start += BATCH) {
                int end = Math.min(files.size(), start + BATCH);
                List<Job> jobs = next.join();
                next = decode(files, results, end);
                List<Drawing> drawings = draw(jobs);
                written.join();
                written = CompletableFuture.runAsync(() ->
                        drawings.parallelStream().forEach(drawing -> Images.writePng(drawing.image, drawing.place)));
                count += drawings.size();
                progress.update(end, files.size());
            }
            written.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DtnException fault ? fault : e;
        } finally { // nothing is read or written any more once this has returned, also where it fails
            CompletableFuture.allOf(next, written).exceptionally(fault -> null).join();
        }
        rejections.write(out.resolve(Rejections.FILE));
        if (count == 0) {
            throw DtnException.failure("none of the %d images in %s can be used; see %s"
                    .formatted(files.size(), in, out.resolve(Rejections.FILE)));
        }
    }

    /** Where two images differ in nothing but their extension, the second keeps its own: {@code a.jpg.png}. */
    private static List<Path> results(List<Path> files) {
        Set<Path> taken = new HashSet<>();
        List<Path> results = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            Path result = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".png");
            for (String longer = name; !taken.add(result); longer += ".png") {
                result = file.resolveSibling(longer + ".png");
            }
            results.add(result);
        }
        return results;
    }

    private CompletableFuture<List<Job>> decode(List<Path> files, List<Path> results, int start) {
        int end = Math.min(files.size(), start + BATCH);
        return CompletableFuture.supplyAsync(() -> IntStream.range(start, end)
                .parallel()
                .mapToObj(i -> decode(files.get(i), results.get(i)))
                .toList());
    }

    private Job decode(Path file, Path result) {
        try {
            return new Job(file, result, translator.reduce(Images.decode(in.resolve(file))), "");
        } catch (DtnException e) {
            return new Job(file, result, null, String.valueOf(e.getMessage()));
        }
    }

    private List<Drawing> draw(List<Job> jobs) {
        List<Pixels> decoded =
                jobs.stream().map(Job::image).filter(Objects::nonNull).toList();
        Iterator<List<Framed>> found = translator.frameAll(decoded).iterator();
        List<Pixels> images = new ArrayList<>();
        List<Path> places = new ArrayList<>();
        for (Job job : jobs) {
            String name = in.resolve(job.file()).toString();
            if (job.image() == null) {
                rejections.add(name, job.fault());
                continue;
            }
            try {
                images.add(Translator.single(found.next(), job.image(), name).pixels());
                places.add(out.resolve(job.result()));
            } catch (DtnException e) {
                rejections.add(name, String.valueOf(e.getMessage()));
            }
        }
        List<Pixels> drawn = translator.translateFramed(images, size);
        return IntStream.range(0, drawn.size())
                .mapToObj(i -> new Drawing(drawn.get(i), places.get(i)))
                .toList();
    }

    /** Images transferred. */
    int count() {
        return count;
    }

    /** Files that were left out. */
    int rejected() {
        return rejections.count();
    }
}

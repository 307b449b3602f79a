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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Transfers every image of a folder, and of the folders in it, to a PNG at the same place of another folder. */
final class FolderTransfer {
    private static final int BATCH = 64;

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

    /** An image and its place, or the reason why there is none. */
    private record Job(Path file, Path result, @Nullable Pixels image, String fault) {}

    /** Transfers all; a file that cannot be read or shows no face is left out and listed in {@link Rejections#FILE}. */
    void run(Progress progress) {
        List<Path> files = new FolderReader(in).files();
        List<Path> results = results(files);
        for (int start = 0; start < files.size(); start += BATCH) {
            int end = Math.min(files.size(), start + BATCH);
            List<Job> jobs = IntStream.range(start, end)
                    .parallel()
                    .mapToObj(i -> decode(files.get(i), results.get(i)))
                    .toList();
            transfer(jobs);
            progress.update(end, files.size());
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

    private Job decode(Path file, Path result) {
        try {
            return new Job(file, result, Images.decode(in.resolve(file)), "");
        } catch (DtnException e) {
            return new Job(file, result, null, String.valueOf(e.getMessage()));
        }
    }

    private void transfer(List<Job> jobs) {
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
        if (images.isEmpty()) {
            return;
        }
        List<Pixels> transferred = translator.translateFramed(images, size);
        IntStream.range(0, places.size()).parallel().forEach(i -> Images.writePng(transferred.get(i), places.get(i)));
        count += places.size();
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

package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.transfer.BatchTransfer.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** Transfers every image of a folder, and of the folders in it, to a PNG at the same place of another folder. */
final class FolderTransfer {
    private static final int BATCH = BatchTransfer.IMAGES; // three batches are in memory at a time

    private final BatchTransfer transfer;
    private final Path in;
    private final Path out;
    private final Rejections rejections = new Rejections();
    private int count;

    FolderTransfer(Translator translator, Path in, Path out, int size) {
        if (out.toAbsolutePath().normalize().startsWith(in.toAbsolutePath().normalize())) {
            throw DtnException.usage(
                    "the results in %s would lie among the images in %s; name another folder".formatted(out, in));
        }
        this.transfer = new BatchTransfer(translator, size);
        this.in = in;
        this.out = out;
    }

    /**
     * Transfers all; a file that cannot be read or shows no face is left out and listed in {@link Rejections#FILE}. While one
     * batch is drawn, the next is decoded and the last one written.
     */
    void run(Progress progress) {
        List<Path> files = new FolderReader(in).files();
        List<Path> results = results(files);
        CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        CompletableFuture<List<Item>> next = decode(files, 0);
        try {
            for (int start = 0; start < files.size(); start += BATCH) {
                int end = Math.min(files.size(), start + BATCH);
                List<Item> decoded = next.join();
                next = decode(files, end);
                List<Item> drawn = transfer.draw(decoded);
                written.join();
                written = write(drawn, results.subList(start, end));
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

    private CompletableFuture<List<Item>> decode(List<Path> files, int start) {
        int end = Math.min(files.size(), start + BATCH);
        return CompletableFuture.supplyAsync(() -> IntStream.range(start, end)
                .parallel()
                .mapToObj(i -> in.resolve(files.get(i)))
                .map(file -> transfer.decode(file.toString(), () -> Images.decode(file)))
                .toList());
    }

    private CompletableFuture<Void> write(List<Item> drawn, List<Path> results) {
        for (Item item : drawn) {
            if (item.image() == null) {
                rejections.add(item.name(), item.fault());
            } else {
                count++;
            }
        }
        return CompletableFuture.runAsync(() -> IntStream.range(0, drawn.size())
                .parallel()
                .forEach(i -> write(drawn.get(i), out.resolve(results.get(i)))));
    }

    private static void write(Item item, Path place) {
        if (item.image() != null) {
            Images.writePng(item.image(), place);
        }
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

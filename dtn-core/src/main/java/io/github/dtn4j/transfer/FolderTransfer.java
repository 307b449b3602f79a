package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.RealPath;
import io.github.dtn4j.data.FolderReader;
import io.github.dtn4j.data.Journal;
import io.github.dtn4j.data.Rejections;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.transfer.BatchTransfer.Item;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Transfers every image of a folder, and of the folders in it, to a PNG at the same place of another folder. It goes on where
 * the same call was stopped or killed.
 */
final class FolderTransfer {
    private static final int BATCH = BatchTransfer.IMAGES; // four batches are in memory at a time

    private final BatchTransfer transfer;
    private final Path in;
    private final Path out;
    private final Duration pace;
    private int images;
    private int rejected;
    private int drawn;

    FolderTransfer(Translator translator, Path in, Path out, int size) {
        this(translator, in, out, size, Journal.PACE);
    }

    /** The same, with how often to save how far it is. */
    FolderTransfer(Translator translator, Path in, Path out, int size, Duration pace) {
        if (RealPath.of(out).startsWith(RealPath.of(in))) {
            throw DtnException.usage(
                    "the results in %s would lie among the images in %s; name another folder".formatted(out, in));
        }
        this.transfer = new BatchTransfer(translator, size);
        this.in = in;
        this.out = out;
        this.pace = pace;
    }

    /** Some images, before or after their transfer, and the names of their results. */
    private record Batch(List<Item> items, List<String> results) {}

    /** Transfers all; a file that cannot be read or shows no face is left out and listed in {@link Rejections#FILE}. */
    void run(Progress progress) {
        FolderReader reader = new FolderReader(in);
        images = reader.files().size();
        String key = TransferKey.of(transfer.translator(), reader.fingerprint(), transfer.size());
        try (PngFolder folder = PngFolder.open(out, key, pace)) {
            int start = folder.position();
            run(reader, folder, progress);
            rejected = folder.rejections().count();
            drawn = images - start;
            folder.rejections().copyTo(out.resolve(Rejections.FILE));
            folder.finish();
        }
        if (count() == 0) {
            throw DtnException.failure("none of the %d images in %s can be used; see %s"
                    .formatted(images, in, out.resolve(Rejections.FILE)));
        }
    }

    private void run(FolderReader reader, PngFolder folder, Progress progress) {
        int start = folder.position();
        ResultNames names = new ResultNames();
        for (int i = 0; i < start; i++) {
            names.next(reader.name(i)); // those that follow depend on it
        }
        if (start > 0) {
            progress.update(start, images); // rate and time left count from here
        }
        new Pipeline<Batch, Batch>(
                        (from, to) -> new Batch(decode(reader, from, to), results(reader, names, from, to)),
                        batch -> new Batch(transfer.draw(batch.items), batch.results),
                        batch -> write(batch, folder),
                        (batch, end) -> {
                            note(batch, folder);
                            folder.done(end);
                            progress.update(end, images);
                        })
                .run(start, images, BATCH);
    }

    private List<Item> decode(FolderReader reader, int from, int to) {
        return IntStream.range(from, to)
                .parallel()
                .mapToObj(i -> in.resolve(reader.files().get(i)))
                .map(file -> transfer.decode(file.toString(), () -> Images.decode(file)))
                .toList();
    }

    private static List<String> results(FolderReader reader, ResultNames names, int from, int to) {
        List<String> results = new ArrayList<>();
        for (int i = from; i < to; i++) {
            results.add(names.next(reader.name(i)));
        }
        return results;
    }

    private static void write(Batch batch, PngFolder folder) {
        IntStream.range(0, batch.items.size()).parallel().forEach(i -> {
            Item item = batch.items.get(i);
            if (item.image() != null) {
                folder.write(i, item.image(), batch.results.get(i));
            }
        });
    }

    private static void note(Batch batch, PngFolder folder) {
        for (Item item : batch.items) {
            if (item.image() == null) {
                folder.rejections().add(item.name(), item.fault());
            }
        }
    }

    /** Images transferred, also by earlier calls that were stopped. */
    int count() {
        return images - rejected;
    }

    /** Files that were left out. */
    int rejected() {
        return rejected;
    }

    /** Files that this call has read. */
    int drawn() {
        return drawn;
    }
}

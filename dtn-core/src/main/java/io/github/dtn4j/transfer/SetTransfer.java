package io.github.dtn4j.transfer;

import io.github.dtn4j.Progress;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.ResumableSet;
import io.github.dtn4j.image.Pixels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Transfers the images of a set, to a set or to numbered PNG files. It goes on where the same call was stopped or killed.
 *
 * <p>All batches are filled up to one size, so that what an image becomes does not depend on where it stands in the set, nor on the
 * number of threads (see {@link BatchTransfer}, whose batches are of another size, and round otherwise).
 *
 * @param pace how often to save how far it is
 */
record SetTransfer(Translator translator, ImageSet images, int size, Duration pace) {
    private static final int BATCH = 64; // dtn bench transfer: 64 to 500 at once are equally quick, fewer take longer

    /** Drawings of the images from {@code first} on. */
    private record Drawn(int first, List<Pixels> images) {}

    /**
     * Transfers all to a set, with the labels that there are.
     *
     * @return how many images were drawn by this call
     */
    int pack(Path out, Progress progress) {
        Fit shape = new Fit(size, translator.recipe().data().targetChannels());
        try (ResumableSet set = ResumableSet.open(out, key(), shape, images.labelled(), pace, progress)) {
            int start = set.start();
            run(start, progress, drawn -> add(drawn, set), end -> set.saveIfDue());
            set.finish();
            return images.count() - start;
        }
    }

    private void add(Drawn drawn, ResumableSet set) {
        for (int i = 0; i < drawn.images.size(); i++) {
            set.add(drawn.images.get(i), images.labelled() ? images.label(drawn.first + i) : -1);
        }
    }

    /**
     * Transfers all to PNG files.
     *
     * @return how many images were drawn by this call
     */
    int number(Path out, Progress progress) {
        try (PngFolder folder = PngFolder.open(out, key(), pace)) {
            int start = folder.position();
            run(start, progress, drawn -> write(drawn, folder), folder::done);
            folder.finish();
            return images.count() - start;
        }
    }

    private static void write(Drawn drawn, PngFolder folder) {
        IntStream.range(0, drawn.images.size())
                .parallel()
                .forEach(i ->
                        folder.write(i, drawn.images.get(i), String.format(Locale.ROOT, "%06d.png", drawn.first + i)));
    }

    private String key() {
        return TransferKey.of(translator, images.fingerprint(), size);
    }

    private void run(int start, Progress progress, Consumer<Drawn> write, IntConsumer finished) {
        if (start > 0) {
            progress.update(start, images.count()); // rate and time left count from here
        }
        new Pipeline<>(Range::new, this::draw, write, (drawn, end) -> {
                    finished.accept(end);
                    progress.update(end, images.count());
                })
                .run(start, images.count(), BATCH);
    }

    private record Range(int from, int to) {}

    private Drawn draw(Range range) {
        return new Drawn(range.from, translator.translate(images, range.from, range.to, size, BATCH));
    }
}

package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.Progress;
import io.github.dtn4j.image.Pixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Writes an {@link ImageSet} that takes long to make. Until it is finished, it is in a folder beside the set, {@code
 * X.images.partial}, where the same call finds it again after it was stopped or killed and goes on (see {@link Journal}). The
 * pixels are written once; the set gets its name by a rename. Not thread-safe.
 */
public final class ResumableSet implements AutoCloseable {
    private static final String IMAGES = "images";
    private static final String LABELS = "labels";

    private final Journal journal;
    private final ImageSetWriter writer;
    private final AppendedFile labels;
    private final boolean labelled;
    private final int start;
    private int whole;
    private boolean ended;

    private ResumableSet(Path out, Journal journal, Fit shape, boolean labelled, Progress progress) {
        this.journal = journal;
        this.labelled = labelled;
        int images = kept(journal);
        if (!holds(journal.folder(), shape, labelled, images)) {
            journal.discard();
            images = 0;
        }
        this.start = journal.position();
        this.whole = start;
        Path labelFile = journal.folder().resolve(LABELS);
        this.writer = ImageSetWriter.resume(
                out,
                journal.folder().resolve(IMAGES),
                shape,
                labelled,
                (done, total) -> progress.update(start, -1),
                images,
                labelled ? readLabels(labelFile, images) : new int[0]);
        this.labels = AppendedFile.open(labelFile, labelled ? (long) images * Integer.BYTES : 0);
    }

    /**
     * Takes up what an earlier call has left, or begins.
     *
     * @param out the file to appear, by custom {@code *.images}
     * @param key whatever decides about the pixels; what work of another key has left is removed
     * @param labelled whether every image comes with a label
     * @param pace how often to save what there is
     * @param progress updated, always with where to go on, while what there is is read again
     * @throws DtnException if another process writes the same set, or the folder cannot be written
     */
    public static ResumableSet open(
            Path out, String key, Fit shape, boolean labelled, Duration pace, Progress progress) {
        return open(out, key, shape, labelled, pace, () -> false, progress);
    }

    /** The same, but asks {@code patience} whether to try again as long as someone else writes the set. */
    static ResumableSet open(
            Path out,
            String key,
            Fit shape,
            boolean labelled,
            Duration pace,
            BooleanSupplier patience,
            Progress progress) {
        if (Files.isDirectory(out)) { // the rename would fail, after all the work
            throw DtnException.usage("cannot write %s: it is a folder; name a file".formatted(out));
        }
        Path folder = out.resolveSibling(out.getFileName() + ".partial");
        String whole = "%s\n%s\nlabelled %s".formatted(key, shape, labelled);
        Journal journal = Journal.open(folder, whole, pace, patience);
        try {
            return new ResumableSet(out, journal, shape, labelled, progress);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static int kept(Journal journal) {
        return journal.position() - journal.rejections().count();
    }

    private static boolean holds(Path folder, Fit shape, boolean labelled, int images) {
        try {
            return images == 0
                    || has(folder.resolve(IMAGES), ImageSetWriter.bytes(shape, images))
                            && (!labelled || has(folder.resolve(LABELS), (long) images * Integer.BYTES));
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(folder, DtnException.reason(e)), e);
        }
    }

    private static boolean has(Path file, long bytes) throws IOException {
        return Files.exists(file) && Files.size(file) >= bytes;
    }

    private static int[] readLabels(Path file, int count) {
        int[] labels = new int[count];
        try {
            if (count > 0) {
                ByteBuffer.wrap(Files.readAllBytes(file))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asIntBuffer()
                        .get(labels);
            }
            return labels;
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(file, DtnException.reason(e)), e);
        }
    }

    /** The folder in which the set is until it is finished; what else is put there is removed at the end. */
    Path folder() {
        return journal.folder();
    }

    /** How many images of the source an earlier call has done, those that were left out included: where to go on. */
    public int start() {
        return start;
    }

    /** Images in the set so far. */
    public int count() {
        return writer.count();
    }

    /** Images that were left out so far. */
    public RejectionLog rejections() {
        return journal.rejections();
    }

    /**
     * Adds an image.
     *
     * @param label class number, at least 0; -1 for a set without labels
     */
    public void add(Pixels image, int label) {
        if (labelled) {
            writer.add(image, label);
            labels.append(label);
        } else {
            writer.add(image);
        }
    }

    /**
     * Saves what there is, if the last time was some while ago. Where the images come in batches, this is to be called at the end
     * of a batch: the next call of the program goes on here or at an earlier such place.
     */
    public void saveIfDue() {
        whole = position();
        if (journal.due()) {
            writer.sync();
            labels.sync();
            journal.save(whole);
        }
    }

    private int position() {
        return writer.count() + journal.rejections().count();
    }

    /** Writes all of the set but its name. What is to appear beside it is best written then: the disk had room for the set. */
    void complete() {
        writer.complete();
    }

    /**
     * Writes labels and header, and gives the set its name.
     *
     * @throws DtnException if no image was added or the disk is full
     */
    public void finish() {
        if (writer.count() == 0) { // there is nothing to go on with
            end();
        }
        writer.finish();
        end();
    }

    /** Somebody else has made it: of this one nothing is kept. */
    void discard() {
        end();
    }

    private void end() {
        ended = true;
        journal.finish();
    }

    /** Keeps what there is for the next call, unless it is finished or took no time to make. */
    @Override
    public void close() {
        try (journal;
                labels;
                writer) {
            if (!ended && position() == whole) {
                saveIfDue();
            }
        }
    }
}

package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a task makes of its images: while one batch is worked on, the next is read and decoded.
 *
 * @param <D> a decoded image
 */
final class BatchRows<D> implements Iterator<Row> {
    private static final long MOST_HELD = 64L << 20; // bytes of undecoded images: then a batch is smaller

    private final Iterator<Entry> images;
    private final BatchWork<D> work;
    private final boolean lastAttempt;
    private final Executor ahead;
    private final Queue<Row> rows = new ArrayDeque<>();
    private @Nullable CompletableFuture<List<D>> next;

    /**
     * Begins with the first batch.
     *
     * @param lastAttempt whether an image that cannot be read now never will be
     * @param ahead decodes
     */
    BatchRows(Iterator<Entry> images, BatchWork<D> work, boolean lastAttempt, Executor ahead) {
        this.images = images;
        this.work = work;
        this.lastAttempt = lastAttempt;
        this.ahead = ahead;
        this.next = decode();
    }

    private @Nullable CompletableFuture<List<D>> decode() {
        List<Entry> batch = new ArrayList<>();
        long held = 0;
        while (batch.size() < work.images() && held < MOST_HELD && images.hasNext()) {
            Entry image = images.next();
            batch.add(image);
            held += image.held();
        }
        return batch.isEmpty()
                ? null
                : CompletableFuture.supplyAsync(
                        () -> batch.stream().map(this::decode).toList(), ahead);
    }

    private D decode(Entry image) {
        String name = work.name(image);
        try {
            byte[] content = PatientRead.of(image.content());
            return work.decode(image, () -> Images.decode(content, name));
        } catch (DtnException e) {
            return work.decode(image, () -> {
                throw e;
            });
        } catch (IOException e) {
            if (!lastAttempt && !(e instanceof Damage)) {
                throw new UncheckedIOException(e); // Spark tries again, perhaps on another machine
            }
            return work.decode(image, () -> {
                throw work.fault(image, e);
            });
        }
    }

    @Override
    public boolean hasNext() {
        if (rows.isEmpty() && next != null) {
            if (TaskContext.get().isInterrupted()) {
                throw new TaskKilledException("another attempt was quicker, or the job has ended");
            }
            List<D> decoded = decoded(next);
            next = decode();
            rows.addAll(work.finish(decoded));
        }
        return !rows.isEmpty();
    }

    private static <D> List<D> decoded(CompletableFuture<List<D>> batch) {
        try {
            return batch.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rows.remove();
    }
}

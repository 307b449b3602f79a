package io.github.dtn4j.faces;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.PhotoList;
import io.github.dtn4j.faces.FaceExtractor.Extracted;
import io.github.dtn4j.faces.FaceExtractor.Photo;
import io.github.dtn4j.faces.FaceShard.Face;
import io.github.dtn4j.faces.FaceShard.Rejected;
import io.github.dtn4j.image.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Decodes, aligns and embeds photos in batches: while the networks work on one batch, the next is decoded on all cores. Two
 * batches are in memory at a time.
 */
final class FaceReader implements AutoCloseable {
    private static final int BATCH = FaceExtractor.PHOTOS;

    private final PhotoList photos;
    private final FaceExtractor extractor;
    private final ExecutorService decoders =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                Thread thread = new Thread(task, "decoder");
                thread.setDaemon(true);
                return thread;
            });

    /**
     * Loads the networks.
     *
     * @param side height and width of the packed faces, in pixels
     */
    FaceReader(PhotoList photos, int side) {
        this.photos = photos;
        this.extractor = new FaceExtractor(side);
    }

    /**
     * Reads the photos {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param progress told after each batch how many of all photos come before its end
     */
    FaceShard read(int from, int to, IntConsumer progress) {
        FaceShard shard = new FaceShard(new ArrayList<>(), new ArrayList<>());
        List<Future<Photo>> next = decode(from, to);
        for (int start = from; start < to; start += BATCH) {
            List<Future<Photo>> batch = next;
            next = decode(start + BATCH, to);
            add(start, batch.stream().map(FaceReader::await).toList(), shard);
            progress.accept(Math.min(to, start + BATCH));
        }
        return shard;
    }

    private List<Future<Photo>> decode(int from, int to) {
        return IntStream.range(from, Math.min(to, from + BATCH))
                .mapToObj(photo -> decoders.submit(() -> decode(photo)))
                .toList();
    }

    private Photo decode(int photo) {
        String name = photos.name(photo);
        return extractor.decode(name, () -> Images.decode(photos.read(photo), name));
    }

    private static Photo await(Future<Photo> decoded) {
        try {
            return decoded.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a photo could not be decoded", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DtnException.failure("interrupted; the same command goes on from what is finished", e);
        }
    }

    private void add(int first, List<Photo> batch, FaceShard shard) {
        List<Extracted> results = extractor.extract(batch);
        for (int i = 0; i < results.size(); i++) {
            Extracted result = results.get(i);
            if (result.face() == null) {
                shard.rejected().add(new Rejected(first + i, result.fault()));
            } else {
                shard.faces().add(new Face(first + i, result.face().data(), result.code()));
            }
        }
    }

    @Override
    public void close() {
        decoders.shutdownNow();
        extractor.close();
    }
}

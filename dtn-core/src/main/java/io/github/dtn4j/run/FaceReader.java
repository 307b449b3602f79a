package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.PhotoList;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.AlignedFace;
import io.github.dtn4j.model.FaceAligner;
import io.github.dtn4j.model.FaceEncoder;
import io.github.dtn4j.run.FaceShard.Face;
import io.github.dtn4j.run.FaceShard.Rejected;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;

/**
 * Decodes, aligns and embeds photos in batches: while the networks work on one batch, the next is decoded on all cores. Two
 * batches are in memory at a time.
 */
final class FaceReader implements AutoCloseable {
    private static final int BATCH = 16;

    private final PhotoList photos;
    private final int side;
    private final FaceAligner aligner = new FaceAligner(FaceEncoder.SIDE);
    private final FaceEncoder encoder = new FaceEncoder();
    private final ByteBuffer crops = ByteBuffer.allocateDirect(BATCH * FaceEncoder.SIDE * FaceEncoder.SIDE * 3);
    private final ExecutorService decoders =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                Thread thread = new Thread(task, "decoder");
                thread.setDaemon(true);
                return thread;
            });

    /** A photo, or the reason why there is none. */
    private record Decoded(int photo, @Nullable Pixels pixels, String fault) {}

    /**
     * Loads the networks.
     *
     * @param side height and width of the packed faces, in pixels
     */
    FaceReader(PhotoList photos, int side) {
        this.photos = photos;
        this.side = side;
    }

    /**
     * Reads the photos {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param progress told after each batch how many of all photos come before its end
     */
    FaceShard read(int from, int to, IntConsumer progress) {
        FaceShard shard = new FaceShard(new ArrayList<>(), new ArrayList<>());
        List<Future<Decoded>> next = decode(from, to);
        for (int start = from; start < to; start += BATCH) {
            List<Future<Decoded>> batch = next;
            next = decode(start + BATCH, to);
            add(batch.stream().map(FaceReader::await).toList(), shard);
            progress.accept(Math.min(to, start + BATCH));
        }
        return shard;
    }

    private List<Future<Decoded>> decode(int from, int to) {
        return IntStream.range(from, Math.min(to, from + BATCH))
                .mapToObj(photo -> decoders.submit(() -> decode(photo)))
                .toList();
    }

    private Decoded decode(int photo) {
        try {
            Pixels pixels = Images.decode(photos.read(photo), photos.name(photo));
            return new Decoded(photo, Images.atMost(pixels, FaceAligner.LONGEST_SIDE), "");
        } catch (DtnException e) {
            return new Decoded(photo, null, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // one odd photo must not end the preparation of a million
            return new Decoded(
                    photo,
                    null,
                    "cannot be decoded: " + e.toString().lines().findFirst().orElse(""));
        }
    }

    private static Decoded await(Future<Decoded> decoded) {
        try {
            return decoded.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a photo could not be decoded", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DtnException.failure("interrupted; the same command goes on from what is finished", e);
        }
    }

    private void add(List<Decoded> batch, FaceShard shard) {
        List<Decoded> readable = new ArrayList<>();
        for (Decoded photo : batch) {
            if (photo.pixels == null) {
                shard.rejected().add(new Rejected(photo.photo, photo.fault));
            } else {
                readable.add(photo);
            }
        }
        List<Optional<AlignedFace>> faces =
                aligner.largest(readable.stream().map(Decoded::pixels).toList());
        List<Integer> numbers = new ArrayList<>();
        List<Pixels> found = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            int photo = readable.get(i).photo;
            if (faces.get(i).isPresent()) {
                numbers.add(photo);
                found.add(faces.get(i).get().crop());
            } else {
                shard.rejected().add(new Rejected(photo, "no face found"));
            }
        }
        embed(numbers, found, shard);
    }

    private void embed(List<Integer> numbers, List<Pixels> faces, FaceShard shard) {
        if (faces.isEmpty()) {
            return;
        }
        crops.clear();
        faces.forEach(face -> crops.put(face.data()));
        float[] codes;
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            codes = Tensors.toArray(
                    encoder.forward(Tensors.images(crops, faces.size(), FaceEncoder.SIDE, FaceEncoder.SIDE, 3)));
        }
        int dimension = encoder.dimension();
        for (int i = 0; i < faces.size(); i++) {
            byte[] pixels = Images.resize(faces.get(i), side, side).data();
            float[] code = Arrays.copyOfRange(codes, i * dimension, (i + 1) * dimension);
            shard.faces().add(new Face(numbers.get(i), pixels, code));
        }
    }

    @Override
    public void close() {
        decoders.shutdownNow();
        aligner.close();
        encoder.close();
    }
}

package io.github.dtn4j.faces;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.AlignedFace;
import io.github.dtn4j.model.FaceAligner;
import io.github.dtn4j.model.FaceEncoder;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;

/**
 * Finds, aligns and embeds the largest face of photos, a batch at a time. What a photo becomes is a function of the photo alone,
 * to the bit, not of the photos beside it nor of the number of threads. Threads may share it.
 */
public final class FaceExtractor implements AutoCloseable {
    /** Photos of a batch; each is up to 12 MB. */
    public static final int PHOTOS = 16;

    private static final int FEWEST = 2; // a single image libtorch computes by other means, which round otherwise

    private final int side;
    private final FaceAligner aligner = new FaceAligner(FaceEncoder.SIDE);
    private final FaceEncoder encoder = new FaceEncoder();

    /**
     * A photo that was read.
     *
     * @param name what messages call it
     * @param pixels null where there are none
     * @param fault why there are none; empty where there are some
     */
    public record Photo(String name, @Nullable Pixels pixels, String fault) {}

    /**
     * What became of a photo.
     *
     * @param name what messages call it
     * @param face square, RGB; null where there is none
     * @param code f(x), 128 values; empty where there is no face
     * @param fault why there is no face; empty where there is one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Extracted(String name, @Nullable Pixels face, float[] code, String fault) {
        private static Extracted failed(String name, String fault) {
            return new Extracted(name, null, new float[0], fault);
        }
    }

    /**
     * Loads the networks.
     *
     * @param side height and width of the faces, in pixels
     */
    public FaceExtractor(int side) {
        this.side = side;
    }

    /** Decodes a photo, of which it keeps as much as is made use of. Threads may call this side by side. */
    public Photo decode(String name, Supplier<Pixels> decoder) {
        try {
            return new Photo(name, Images.atMost(decoder.get(), FaceAligner.LONGEST_SIDE), "");
        } catch (DtnException e) {
            return new Photo(name, null, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // one odd photo must not end the preparation of a million
            return new Photo(
                    name,
                    null,
                    "cannot be decoded: " + e.toString().lines().findFirst().orElse(""));
        }
    }

    /** The faces of photos, in their order. */
    public List<Extracted> extract(List<Photo> photos) {
        List<Pixels> readable =
                photos.stream().map(Photo::pixels).filter(Objects::nonNull).toList();
        List<Optional<AlignedFace>> found = aligner.largest(readable);
        List<Pixels> crops =
                found.stream().flatMap(Optional::stream).map(AlignedFace::crop).toList();
        Iterator<Optional<AlignedFace>> faces = found.iterator();
        Iterator<float[]> codes = embed(crops).iterator();
        List<Extracted> result = new ArrayList<>();
        for (Photo photo : photos) {
            if (photo.pixels == null) {
                result.add(Extracted.failed(photo.name, photo.fault));
            } else {
                result.add(faces.next()
                        .map(face ->
                                new Extracted(photo.name, Images.resize(face.crop(), side, side), codes.next(), ""))
                        .orElseGet(() -> Extracted.failed(photo.name, "no face found")));
            }
        }
        return result;
    }

    private List<float[]> embed(List<Pixels> faces) {
        if (faces.isEmpty()) {
            return List.of();
        }
        int count = Math.max(FEWEST, faces.size());
        ByteBuffer crops = ByteBuffer.allocateDirect(count * FaceEncoder.SIDE * FaceEncoder.SIDE * 3);
        faces.forEach(face -> crops.put(face.data()));
        float[] codes;
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            codes = Tensors.toArray(
                    encoder.forward(Tensors.images(crops, count, FaceEncoder.SIDE, FaceEncoder.SIDE, 3)));
        }
        int dimension = encoder.dimension();
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            rows.add(Arrays.copyOfRange(codes, i * dimension, (i + 1) * dimension));
        }
        return rows;
    }

    @Override
    public void close() {
        aligner.close();
        encoder.close();
    }
}

package io.github.dtn4j.bench;

import io.github.dtn4j.data.CartoonFaces;
import io.github.dtn4j.data.Population;
import io.github.dtn4j.model.FaceEncoder;
import io.github.dtn4j.torch.Native;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What comes before a training on faces: cartoons are drawn, photos embedded. */
final class FacePreparation implements AutoCloseable {
    /** Photos that are embedded at once. */
    static final int PHOTOS = 50;

    private static final int CARTOONS = 256; // drawn at once, on all cores
    private static final int SIDE = 64;
    private static final long SEED = 1;

    private final FaceEncoder encoder;
    private final Tensor photos;

    FacePreparation() {
        encoder = new FaceEncoder();
        Native.seed(SEED);
        try (PointerScope scope = new PointerScope()) {
            photos = torch.randn(PHOTOS, 3, FaceEncoder.SIDE, FaceEncoder.SIDE).retainReference();
        }
    }

    /** Cartoon faces of 64 x 64 pixels a second, as {@code dtn prepare cartoons} draws them. */
    double cartoonsPerSecond(int timed) {
        CartoonFaces faces = new CartoonFaces(SEED, Population.NEWS);
        return 1000 * CARTOONS / Median.milliseconds(1, timed, () -> draw(faces));
    }

    private static void draw(CartoonFaces faces) {
        IntStream.range(0, CARTOONS).parallel().forEach(i -> faces.draw(faces.face(i), SIDE));
    }

    /** Aligned photos of 150 x 150 pixels a second, through the face encoder alone. */
    double embeddingsPerSecond(int timed) {
        return 1000 * PHOTOS / Median.milliseconds(1, timed, this::embed);
    }

    private void embed() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            encoder.forward(photos);
        }
    }

    @Override
    public void close() {
        photos.releaseReference();
        encoder.close();
    }
}

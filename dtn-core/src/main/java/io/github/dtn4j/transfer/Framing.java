package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.AlignedFace;
import io.github.dtn4j.model.FaceAligner;
import io.github.dtn4j.model.FaceEncoder;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.FaceView;
import io.github.dtn4j.recipe.Recipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings an image of any size before f as f expects it: cut square and scaled, or, where f is to see photos of people, the face
 * found, turned and cut out. Threads may share it; faces are looked for one after the other.
 */
final class Framing implements AutoCloseable {
    private final Fit fit;
    private final boolean faces;
    private @Nullable FaceAligner aligner;

    private Framing(Fit fit, boolean faces) {
        this.fit = fit;
        this.faces = faces;
    }

    static Framing of(Recipe recipe) {
        boolean faces =
                recipe.encoder().type() == EncoderType.FACE && recipe.encoder().sourceView() == FaceView.PHOTO;
        int size = faces ? FaceEncoder.SIDE : recipe.data().imageSize();
        return new Framing(new Fit(size, recipe.data().sourceChannels()), faces);
    }

    /** Whether it looks for faces. */
    boolean findsFaces() {
        return faces;
    }

    /** The shape that all images have afterwards. */
    Fit fit() {
        return fit;
    }

    /**
     * Frames one image.
     *
     * @param name what messages call it
     * @throws io.github.dtn4j.DtnException if it should show a face and shows none, or several of which none stands out
     */
    Pixels apply(Pixels image, String name) {
        return faces ? face(image, name) : fit.apply(image);
    }

    private synchronized Pixels face(Pixels image, String name) {
        return aligner().single(image, name).crop();
    }

    /**
     * Frames all faces of a photo, the largest first; any other image as {@link #apply} does.
     *
     * @param name what messages call it
     * @throws DtnException if it should show faces and shows none
     */
    synchronized List<Pixels> all(Pixels image, String name) {
        if (!faces) {
            return List.of(fit.apply(image));
        }
        List<Pixels> found =
                aligner().all(image).stream().map(AlignedFace::crop).toList();
        if (found.isEmpty()) {
            throw DtnException.failure(
                    "no face found in %s; use a photo that shows one from the front".formatted(name));
        }
        return found;
    }

    private FaceAligner aligner() {
        if (aligner == null) { // its networks are loaded with the first photo: not every use of a model has one
            aligner = new FaceAligner(fit.size());
        }
        return aligner;
    }

    @Override
    public synchronized void close() {
        if (aligner != null) {
            aligner.close();
            aligner = null;
        }
    }
}

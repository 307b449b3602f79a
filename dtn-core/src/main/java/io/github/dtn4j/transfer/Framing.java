package io.github.dtn4j.transfer;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.image.Box;
import io.github.dtn4j.image.Images;
import io.github.dtn4j.image.Pixels;
import io.github.dtn4j.model.AlignedFace;
import io.github.dtn4j.model.FaceAligner;
import io.github.dtn4j.model.FaceEncoder;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.FaceView;
import io.github.dtn4j.recipe.Recipe;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings an image of any size before f as f expects it: cut square and scaled, or, where f is to see photos of people, the face
 * found, turned and cut out. Threads may share it.
 */
final class Framing implements AutoCloseable {
    private static final double CLEARLY_LARGER = 2; // times the area of the next face

    private final Fit fit;
    private final boolean faces;
    private @Nullable FaceAligner aligner;

    private Framing(Fit fit, boolean faces) {
        this.fit = fit;
        this.faces = faces;
    }

    static Framing of(Recipe recipe) {
        boolean faces = findsFaces(recipe);
        int size = faces ? FaceEncoder.SIDE : recipe.data().imageSize();
        return new Framing(new Fit(size, recipe.data().sourceChannels()), faces);
    }

    /** True if a model of this recipe looks for faces. */
    static boolean findsFaces(Recipe recipe) {
        return recipe.encoder().type() == EncoderType.FACE && recipe.encoder().sourceView() == FaceView.PHOTO;
    }

    /** True if it looks for faces. */
    boolean findsFaces() {
        return faces;
    }

    /** The shape that all images have afterwards. */
    Fit fit() {
        return fit;
    }

    /** What there is in each image: all its faces, the largest first, or the image itself. */
    List<List<Framed>> all(List<Pixels> images) {
        return faces
                ? faces(images)
                : images.stream()
                        .map(image -> List.of(new Framed(fit.apply(image), null, 1)))
                        .toList();
    }

    private List<List<Framed>> faces(List<Pixels> photos) {
        List<Pixels> reduced = photos.stream().map(this::reduce).toList();
        List<List<AlignedFace>> found = aligner().all(reduced);
        return IntStream.range(0, photos.size())
                .mapToObj(i -> {
                    double scale =
                            (double) photos.get(i).width() / reduced.get(i).width();
                    return found.get(i).stream()
                            .map(face -> new Framed(face.crop(), face.box().scaled(scale), face.score()))
                            .toList();
                })
                .toList();
    }

    /** What {@link #all} needs of an image, which of a large one takes less memory. */
    Pixels reduce(Pixels image) {
        return faces ? Images.atMost(image, FaceAligner.LONGEST_SIDE) : fit.apply(image);
    }

    /**
     * What an image is of: its only face, or one in the middle that has at least twice the area of any other.
     *
     * @param found all that {@link #all} found in it
     * @param name what messages call the image
     * @throws DtnException if there is no face, or several of which none stands out
     */
    static Framed single(List<Framed> found, Pixels image, String name) {
        if (found.isEmpty()) {
            throw noFace(name);
        }
        if (found.size() > 1 && !standsOut(found.get(0).box(), found.get(1).box(), image)) {
            throw DtnException.failure("%d faces found in %s; cut the photo to one of them, or draw it alone with --all"
                    .formatted(found.size(), name));
        }
        return found.get(0);
    }

    static DtnException noFace(String name) {
        return DtnException.failure("no face found in %s; use a photo that shows one from the front".formatted(name));
    }

    private static boolean standsOut(@Nullable Box face, @Nullable Box next, Pixels photo) {
        return face != null
                && next != null
                && face.area() >= CLEARLY_LARGER * next.area()
                && face.contains(photo.width() / 2.0, photo.height() / 2.0);
    }

    private synchronized FaceAligner aligner() {
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

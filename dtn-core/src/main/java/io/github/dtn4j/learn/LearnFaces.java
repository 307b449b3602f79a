package io.github.dtn4j.learn;

import io.github.dtn4j.faces.FaceLook;
import io.github.dtn4j.recipe.EncoderSpec;
import io.github.dtn4j.recipe.FaceView;
import java.util.List;

/**
 * How the face encoder takes two folders of faces.
 *
 * @param alignTarget whether the faces of T are found and cut out as those of S are; else images of T are used whole
 * @param window the part of a whole image of T that f looks at, see {@link EncoderSpec#targetWindow}; empty: all of it
 */
record LearnFaces(boolean alignTarget, List<Double> window) {
    /** Faces that lie here and there are cut out; where they always lie at one place, the images are meant to be as they are. */
    static LearnFaces of(FaceLook target) {
        boolean align = target.inMost() && !target.steady();
        boolean window = !align && target.inSome() && target.steady();
        return new LearnFaces(align, window ? target.window() : List.of());
    }

    /** How the run of a recipe takes them. */
    static LearnFaces of(EncoderSpec encoder) {
        boolean align =
                encoder.targetView() == FaceView.PHOTO && encoder.targetWindow().isEmpty() && encoder.visible();
        return new LearnFaces(align, encoder.targetWindow());
    }

    /** The settings of f. Traits are read where it is known where a face lies; an image as a whole shows an identity at most. */
    List<String> settings() {
        return List.of(
                "encoder.type=face",
                "encoder.targetView=photo",
                "encoder.targetWindow=" + window,
                "encoder.visible=" + (alignTarget || !window.isEmpty()));
    }

    /** What becomes of the images of T, in a line. */
    String line(FaceLook target) {
        String found = "faces were found in %d of %d target images: ".formatted(target.found(), target.looked());
        if (alignTarget) {
            return found + "they are cut out and aligned as in the source";
        }
        return window.isEmpty()
                ? found + "f looks at whole images of the target, and of who they show it may know little"
                : found + "images are used whole, and f looks at the face in them, at " + window;
    }
}

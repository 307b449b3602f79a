package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.ImageSet;
import java.util.List;

/** Makes sure, before anything is trained, that images are labelled as they need to be. */
final class Labels {
    private Labels() {}

    /**
     * The images of a set whose labels are not among {@code leftOut}, as a view on it.
     *
     * @param key the recipe key that names these labels
     * @throws DtnException if there are no labels, or too few images are left to train on
     */
    static ImageSet without(ImageSet images, String key, List<Integer> leftOut) {
        if (leftOut.isEmpty()) {
            return images;
        }
        if (!images.labelled()) {
            throw DtnException.usage("recipe key '%s' is %s, but the images in %s have no labels; name labelled ones"
                    .formatted(key, leftOut, images.file()));
        }
        ImageSet rest = images.where(label -> !leftOut.contains(label));
        if (rest.count() < 2) {
            throw DtnException.usage("recipe key '%s' is %s, which leaves %d of %d images; training takes 2 or more"
                    .formatted(key, leftOut, rest.count(), images.count()));
        }
        return rest;
    }

    /**
     * Refuses images without labels and labels that the classifier does not know.
     *
     * @param key the recipe key that names the images
     * @param classes how many classes there are
     */
    static void check(ImageSet images, String key, int classes) {
        if (!images.labelled()) {
            throw DtnException.usage(
                    "recipe key '%s' names images without labels; it takes labelled ones".formatted(key));
        }
        for (int i = 0; i < images.count(); i++) {
            if (images.label(i) < 0 || images.label(i) >= classes) {
                throw DtnException.usage("recipe key '%s': image %d has the label %d, but 'pretrain.classes' is %d"
                        .formatted(key, i, images.label(i), classes));
            }
        }
    }
}

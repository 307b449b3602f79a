package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.ImageSet;

/** Makes sure, before anything is trained, that images are labelled as a classifier needs them. */
final class Labels {
    private Labels() {}

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

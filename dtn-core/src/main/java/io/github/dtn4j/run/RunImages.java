package io.github.dtn4j.run;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.CodeSet;
import io.github.dtn4j.data.FaceFiles;
import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.faces.FaceParts;
import io.github.dtn4j.recipe.DataSpec;
import io.github.dtn4j.recipe.EncoderType;
import io.github.dtn4j.recipe.FaceView;
import io.github.dtn4j.recipe.Recipe;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * The images that the recipe of a run names.
 *
 * @param faces the images of S, and where they are of people, who of them is kept apart
 * @param source what g learns to translate
 * @param target what it is to draw
 * @param validation images of S that are drawn and measured during training, or null
 * @param targetValidation images of T that train nothing, beside which drawings are measured, or null
 */
record RunImages(
        FaceParts faces,
        ImageSet source,
        ImageSet target,
        @Nullable ImageSet validation,
        @Nullable ImageSet targetValidation) {
    /**
     * Opens them; they belong to {@code resources}.
     *
     * @throws DtnException if some are not named, cannot be read or do not fit the recipe
     */
    static RunImages open(Recipe recipe, Sources sources, Watcher watcher, Resources resources) {
        return new Opening(recipe, sources, watcher, resources).all();
    }

    /** What tells these images, and what is known of them, from any others. */
    String fingerprint() {
        return fingerprint(source) + " " + fingerprint(target);
    }

    private static String fingerprint(ImageSet images) {
        return "%s from %d, %d, %s"
                .formatted(images.hash(), images.position(0), images.count(), codes(new FaceFiles(images.file())));
    }

    private static String codes(FaceFiles files) {
        if (!Files.exists(files.codes())) {
            return "not embedded";
        }
        try (CodeSet codes = CodeSet.open(files.codes())) {
            return "embedded as %08x".formatted(codes.checksum());
        }
    }

    /** Opens images for a recipe. */
    record Opening(Recipe recipe, Sources sources, Watcher watcher, Resources resources) {
        RunImages all() {
            DataSpec data = recipe.data();
            FaceParts faces = FaceParts.of(
                    training("data.source", data.source(), data.sourceChannels()),
                    data,
                    photos(recipe.encoder().sourceView()));
            ImageSet source = Labels.without(faces.training(), "data.sourceWithout", data.sourceWithout());
            FaceParts drawn = FaceParts.of(
                    training("data.target", data.target(), data.targetChannels()),
                    data,
                    photos(recipe.encoder().targetView()));
            ImageSet target = Labels.without(drawn.training(), "data.targetWithout", data.targetWithout());
            return new RunImages(faces, source, target, validation(faces), targetValidation(drawn));
        }

        private boolean photos(FaceView view) {
            return recipe.encoder().type() == EncoderType.FACE && view == FaceView.PHOTO;
        }

        /** The images that are measured during training: labelled ones where labels count, else any, or people who are kept apart. */
        private @Nullable ImageSet validation(FaceParts faces) {
            DataSpec data = recipe.data();
            if (data.sourceValidation().isEmpty()) {
                return recipe.encoder().type() == EncoderType.DIGITS ? null : faces.validation();
            }
            return recipe.hasClasses() || !data.judge().isEmpty()
                    ? labelled("data.sourceValidation", data.sourceValidation())
                    : one("data.sourceValidation", data.sourceValidation(), data.sourceChannels());
        }

        /** Images of T that train nothing: those that the recipe names, or people who are kept apart. */
        private @Nullable ImageSet targetValidation(FaceParts drawn) {
            DataSpec data = recipe.data();
            ImageSet unseen = data.targetValidation().isEmpty()
                    ? drawn.validation()
                    : one("data.targetValidation", data.targetValidation(), data.targetChannels());
            return unseen == null ? null : Labels.without(unseen, "data.targetWithout", data.targetWithout());
        }

        /** Images of a domain, which no single image can stand for: its spread would be unknown. */
        private ImageSet training(String key, String source, int channels) {
            ImageSet set = one(key, source, channels);
            if (set.count() < 2) {
                throw DtnException.usage(
                        "recipe key '%s' names a single image; training takes 2 or more".formatted(key));
            }
            return set;
        }

        ImageSet one(String key, String source, int channels) {
            if (source.isEmpty()) {
                throw DtnException.usage("recipe key '%s' is empty; name the images".formatted(key));
            }
            Fit fit = new Fit(recipe.data().imageSize(), channels);
            return resources.own(sources.open(source, fit, watcher.progress("images")));
        }

        @Nullable
        ImageSet labelled(String key, String images) {
            if (images.isEmpty()) {
                return null;
            }
            ImageSet set = one(key, images, recipe.data().sourceChannels());
            Labels.check(set, key, recipe.pretrain().classes());
            return set;
        }
    }
}
